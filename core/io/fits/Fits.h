// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maury::io {

/// A column of a FITS table as its header states it.
struct FitsColumn {
  std::string name;
  std::string unit;
  /// TFORM letter of the values after TSCAL and TZERO: L B I J K E D A; when read also X (bits) and C (complex), which
  /// the read functions refuse.
  char type = 'E';
  std::size_t width = 1;  ///< elements a row (characters for 'A'); 1 where the length varies
  bool hasNull = false;   ///< set when read: an integer column that states which value means missing (TNULL)
  bool varies = false;    ///< each row has its own length (P and Q descriptors): only readArrays() and writeArrays()
  std::string description = {};  ///< TCOMMn
  std::string ucd = {};          ///< TUCDn
};

/// Values of some rows of an array column, one row after another, and where each row begins (N + 1).
struct FitsArrays {
  std::vector<double> values;
  std::vector<std::size_t> starts = {0};
};

/// Reads one FITS file, plain or gzipped, by its literal name (CFITSIO's extended file names are not read into it).
/// Opening walks through all headers and finds a truncated file at once. Not thread-safe, but several threads may each
/// have a reader of the same file. Every member throws Error(File) or Error(Format) with file, HDU and CFITSIO's
/// reason; a null (TNULL, NaN, an undefined logical) reads as NaN in real reads.
class FitsReader {
public:
  explicit FitsReader(const std::filesystem::path& path);
  /// Reads what is in memory already, not gzipped; `source` stands for the file's name in messages.
  FitsReader(std::string bytes, const std::filesystem::path& source);
  ~FitsReader();
  FitsReader(const FitsReader&) = delete;
  FitsReader& operator=(const FitsReader&) = delete;

  const std::filesystem::path& path() const;
  int hduCount() const;
  /// Moves to HDU `number` (1 = primary) or to the HDU called `name` (EXTNAME, whatever its case); hasHdu tells whether
  /// it exists. A move that fails leaves the reader where it was.
  void moveTo(int number);
  void moveTo(const std::string& name);
  bool hasHdu(const std::string& name);
  bool isTable() const;
  std::string hduLabel() const;  ///< "HDU 2 (STARS)", for messages

  /// Text of a key as written (a number too); long strings (CONTINUE) included. No value when it is absent or
  /// undefined.
  std::optional<std::string> keyText(const std::string& key) const;
  /// Throws Error(Format) when the key holds something else than a number.
  std::optional<double> keyReal(const std::string& key) const;
  std::vector<std::string> history() const;

  /// Image of the current HDU: axes as NAXIS1, NAXIS2, … and all values, NaN where blank; at most 2^30 of them.
  std::vector<std::int64_t> imageAxes() const;
  std::vector<double> readImage() const;
  /// out.size() values from the first (0-based, NAXIS1 running fastest) on, for images larger than memory.
  void readImage(std::int64_t first, std::span<float> out) const;

  std::int64_t rowCount() const;
  std::vector<FitsColumn> columns() const;
  /// Reads the bytes of rows [first, first + count) in one piece and keeps them until the next call or move: reads of
  /// columns within them are then decoded from memory, which is some ten times as fast for a table read whole. Choose
  /// `count` for some hundred kilobytes.
  void holdRows(std::int64_t first, std::int64_t count) const;
  /// Rows [first, first + count) of the column at 0-based index; out.size() == count × width, row by row. Reading all
  /// columns of some thousand rows before the next ones is fastest, as FITS tables are stored row by row.
  void readReal(int column, std::int64_t first, std::int64_t count, std::span<float> out) const;
  void readReal(int column, std::int64_t first, std::int64_t count, std::span<double> out) const;
  /// As readReal; an undefined logical reads as 0, a missing integer as its TNULL.
  void readInteger(int column, std::int64_t first, std::int64_t count, std::span<std::int64_t> out) const;
  /// One text a row without trailing spaces.
  std::vector<std::string> readText(int column, std::int64_t first, std::int64_t count) const;
  /// Appends rows of a column of numbers, of any width and of fixed or varying length. Refuses descriptors that point
  /// out of the heap or together to more than it holds.
  void readArrays(int column, std::int64_t first, std::int64_t count, FitsArrays& into) const;

private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

/// Writes one FITS file to a path (use it on AtomicFile::temporary(); a file that is there is replaced). Not
/// thread-safe. The primary HDU is empty; tables follow. The same input gives the same bytes: no date is written. FITS
/// holds ASCII only, so another character in a text becomes '?'. Throws Error(File), or Error(Format) for what FITS
/// cannot hold. close() flushes, sets checksums and closes; the destructor closes without throwing.
class FitsWriter {
public:
  explicit FitsWriter(const std::filesystem::path& path);
  ~FitsWriter();
  FitsWriter(const FitsWriter&) = delete;
  FitsWriter& operator=(const FitsWriter&) = delete;

  /// Appends a binary table HDU and makes it current. `rows` may be 0 and grow with the writes. Column names should be
  /// letters, digits and '_' (fitsverify warns of others); two with one name, whatever the case, are refused.
  void createTable(const std::string& name, const std::vector<FitsColumn>& columns, std::int64_t rows);
  /// Appends an image HDU of 32-bit reals and makes it current; `axes` as NAXIS1, NAXIS2, … whose product is the number
  /// of values, the first axis the fastest.
  void createImage(const std::string& name, const std::vector<std::int64_t>& axes, std::span<const float> values);
  /// Sets a key of the current HDU (the primary one before the first table), or changes it; a text may be of any
  /// length, a real is written so that it reads back the same.
  void setKey(const std::string& key, const std::string& value, const std::string& comment);
  void setKey(const std::string& key, const char* value, const std::string& comment);
  void setKey(const std::string& key, double value, const std::string& comment);
  void setKey(const std::string& key, std::int64_t value, const std::string& comment);
  void setKey(const std::string& key, int value, const std::string& comment);
  void setKey(const std::string& key, bool value, const std::string& comment);
  void addHistory(const std::string& line);
  /// Values from row `firstRow` (0-based) on, row by row; for text one value a row. A text longer than its column is
  /// refused. Integers into an 'L' column are 0 or not.
  void write(int column, std::int64_t firstRow, std::span<const float> values);
  void write(int column, std::int64_t firstRow, std::span<const double> values);
  void write(int column, std::int64_t firstRow, std::span<const std::int64_t> values);
  void write(int column, std::int64_t firstRow, std::span<const std::string> values);
  /// From here to writeHeldRows() the rows [firstRow, firstRow + count) are put together in memory: CFITSIO goes to the
  /// file and back for every cell. All that is written in between must be of these rows, and of its column's own type
  /// (float for E, double for D, 64-bit integers for K, text for A); a cell that is not written is zeros.
  void holdRows(std::int64_t firstRow, std::int64_t count);
  void writeHeldRows();
  /// Rows of a column whose length varies: row i is values[starts[i], starts[i + 1]).
  void writeArrays(int column, std::int64_t firstRow, std::span<const double> values,
                   std::span<const std::size_t> starts);
  void close();

private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace maury::io
