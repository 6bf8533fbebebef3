// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maury {
class Job;
class ProgressMeter;
}  // namespace maury

namespace maury::io {

/// Turns the verification of checksums (FitsReader::verifyChecksums()) off or on for the whole process; it is on at
/// start. Thread-safe.
void setChecksumVerification(bool isOn) noexcept;

/// Largest number of columns of a FITS table (FITS standard 4.0, section 7.3.1).
inline constexpr std::size_t kMaxFitsColumns = 999;
/// Throws Error(Format) if a table with `count` columns cannot be written to FITS.
void requireFitsColumnCount(const std::filesystem::path& path, const std::string& table, std::size_t count);

/// Header entries of a column of a FITS table.
struct FitsColumn {
  std::string name;
  std::string unit;
  /// TFORM letter of the values after TSCAL and TZERO: L B I J K E D A. FitsReader also reports X (bits, which it reads
  /// as 0 and 1) and C (complex), whose values it refuses to read.
  char type = 'E';
  std::size_t width = 1;  ///< elements per row (characters for 'A'); 1 if the length varies
  bool hasNull = false;   ///< true if the header of an integer column has TNULL; set by FitsReader
  bool varies = false;    ///< true if rows differ in length (P and Q descriptors): use readArrays() and writeArrays()
  std::string description = {};  ///< value of TCOMMn
  std::string ucd = {};          ///< value of TUCDn
  /// True for unsigned 64-bit integers (K with TZERO = 2^63), which may exceed readInteger()'s range: use
  /// readUnsigned(). Set by FitsReader.
  bool isUnsigned64 = false;
  std::optional<std::uint64_t> nullUnsigned = {};  ///< value that TNULL marks as missing in such a column
};

/// Values of N rows of an array column, one row after another.
struct FitsArrays {
  std::vector<double> values;
  std::vector<std::size_t> starts = {0};  ///< offset of each row in `values`, then the total (N + 1)
};

/// Reader of one FITS file, plain or gzipped. The file name is used literally, without CFITSIO's extended syntax. The
/// constructor checks the headers of all HDUs, so that it finds a truncated file. Not thread-safe, but several threads
/// may each read the same file with their own reader. Every function throws Error(File) or Error(Format) with file, HDU
/// and CFITSIO's reason. A null (TNULL, NaN, an undefined logical) is NaN in functions that return real numbers.
class FitsReader {
public:
  explicit FitsReader(const std::filesystem::path& path);
  /// Reads a file whose unpacked contents are `bytes`; `source` names it in messages.
  FitsReader(std::string bytes, const std::filesystem::path& source);
  ~FitsReader();
  FitsReader(const FitsReader&) = delete;
  FitsReader& operator=(const FitsReader&) = delete;

  const std::filesystem::path& path() const;
  int hduCount() const;
  /// Makes HDU `number` (1 = primary) or the HDU called `name` (EXTNAME, in any case) the current one. If it throws,
  /// the current HDU stays the same.
  void moveTo(int number);
  void moveTo(const std::string& name);
  bool hasHdu(const std::string& name);
  bool isTable() const;
  /// Compares every HDU that has the key CHECKSUM or DATASUM with it (FITS standard 4.0, section 4.4.2.7 and appendix
  /// J). Reads the whole file once, at about the speed of reading, in bounded memory, and calls job.checkpoint() every
  /// few milliseconds; reports progress for more than 1 GiB (unit "MB"). Does nothing for a file on disk that this
  /// process has verified and that has not changed since (size, time of modification, inode), or if
  /// setChecksumVerification(false) was called. The current HDU stays the same. Throws Error(Format) naming the HDU if
  /// it was changed after it was written.
  void verifyChecksums(Job& job) const;

  std::string hduLabel() const;  ///< name of the current HDU for messages: "HDU 2 (STARS)"

  /// Returns the value of a key as the text in the header, even if it is a number; follows CONTINUE cards. Returns
  /// std::nullopt if the key is absent or undefined.
  std::optional<std::string> keyText(const std::string& key) const;
  /// Returns the value of a key as a number; std::nullopt if the key is absent or undefined. Throws Error(Format) if
  /// the value is not a number.
  std::optional<double> keyReal(const std::string& key) const;
  /// Returns the strings of the HISTORY cards.
  std::vector<std::string> history() const;

  /// Returns the axes of the image in the current HDU: NAXIS1, NAXIS2, …
  std::vector<std::int64_t> imageAxes() const;
  /// Returns all values of the image, NaN for blank pixels. Refuses images of more than 2^30 values.
  std::vector<double> readImage() const;
  /// Reads out.size() values of the image from the 0-based index `first` on (NAXIS1 varies fastest). For images larger
  /// than memory.
  void readImage(std::int64_t first, std::span<float> out) const;
  /// Does the same at double precision: variances of fluxes in erg/s/cm² are beyond the range of a float, and masks
  /// have more bits than a float holds.
  void readImage(std::int64_t first, std::span<double> out) const;

  std::int64_t rowCount() const;
  std::vector<FitsColumn> columns() const;
  /// Reads the bytes of rows [first, first + count) with one call and buffers them until the next call or move. Reads
  /// of columns within these rows are then decoded from memory, which is about ten times as fast for a whole table.
  /// Choose `count` such that the buffer has a few hundred kilobytes.
  void bufferRows(std::int64_t first, std::int64_t count) const;
  /// Reads rows [first, first + count) of the column with the 0-based index `column`; out.size() == count × width, row
  /// by row. FITS tables are stored row by row, so it is fastest to read all columns of a few thousand rows before the
  /// next rows.
  void readReal(int column, std::int64_t first, std::int64_t count, std::span<float> out) const;
  void readReal(int column, std::int64_t first, std::int64_t count, std::span<double> out) const;
  /// Does the same as readReal() for integers. An undefined logical is read as 0, a missing integer as its TNULL. The
  /// integers of an ASCII table are exact, too.
  void readInteger(int column, std::int64_t first, std::int64_t count, std::span<std::int64_t> out) const;
  /// Does the same for a scalar column of unsigned 64-bit integers.
  void readUnsigned(int column, std::int64_t first, std::int64_t count, std::span<std::uint64_t> out) const;
  /// Returns one string per row, of fixed or varying length, without trailing spaces.
  std::vector<std::string> readText(int column, std::int64_t first, std::int64_t count) const;
  /// Appends rows of a column of numbers, of any width and of fixed or varying length, to `into`. Refuses descriptors
  /// that point outside the heap or state more values than it can hold.
  void readArrays(int column, std::int64_t first, std::int64_t count, FitsArrays& into) const;

private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

class AtomicFile;

/// Writer of one FITS file. Not thread-safe. The primary HDU is empty; tables and images follow. No date is written, so
/// the same input results in the same bytes. FITS headers and strings are ASCII: every other character becomes '?'.
/// Throws Error(File), or Error(Format) for contents that FITS cannot represent. close() sets checksums and closes; the
/// destructor never throws.
class FitsWriter {
public:
  /// Writes to the temporary file, which must be empty; the caller commits. Messages name the target.
  explicit FitsWriter(AtomicFile& file);
  ~FitsWriter();
  FitsWriter(const FitsWriter&) = delete;
  FitsWriter& operator=(const FitsWriter&) = delete;

  /// Appends a binary table HDU and makes it current. `rows` may be 0; the table grows with the writes. Column names
  /// should consist of letters, digits and '_' (fitsverify warns about others). Refuses names that differ only in case.
  void createTable(const std::string& name, const std::vector<FitsColumn>& columns, std::int64_t rows);
  /// Appends an image HDU of 32-bit reals and makes it current. `axes` are NAXIS1, NAXIS2, …, with the first axis
  /// varying fastest; their product is the number of values.
  void createImage(const std::string& name, const std::vector<std::int64_t>& axes, std::span<const float> values);
  /// Sets a key of the current HDU (the primary one before the first table) or changes its value. A string may have any
  /// length; a real is written such that it reads back exactly.
  void setKey(const std::string& key, const std::string& value, const std::string& comment);
  void setKey(const std::string& key, const char* value, const std::string& comment);
  void setKey(const std::string& key, double value, const std::string& comment);
  void setKey(const std::string& key, std::int64_t value, const std::string& comment);
  void setKey(const std::string& key, int value, const std::string& comment);
  void setKey(const std::string& key, bool value, const std::string& comment);
  void addHistory(const std::string& line);
  /// Writes values to a column from row `firstRow` (0-based) on, row by row; for strings, one value per row. Refuses a
  /// string longer than the column. In an 'L' column, every integer except 0 is true.
  void write(int column, std::int64_t firstRow, std::span<const float> values);
  void write(int column, std::int64_t firstRow, std::span<const double> values);
  void write(int column, std::int64_t firstRow, std::span<const std::int64_t> values);
  void write(int column, std::int64_t firstRow, std::span<const std::string> values);
  /// Starts to buffer rows [firstRow, firstRow + count) in memory until writeBufferedRows(), because CFITSIO seeks in
  /// the file for every cell. All writes in between must be to these rows and use the type of the column (float for E,
  /// double for D, 64-bit integers for K, text for A). Cells that are not written become zeros.
  void bufferRows(std::int64_t firstRow, std::int64_t count);
  /// Writes the buffered rows to the file and ends the buffering.
  void writeBufferedRows();
  /// Writes rows of a column of varying length, from row `firstRow` (0-based) on: row i is
  /// values[starts[i], starts[i + 1]).
  void writeArrays(int column, std::int64_t firstRow, std::span<const double> values,
                   std::span<const std::size_t> starts);
  void close();

private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace maury::io
