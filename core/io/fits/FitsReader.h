// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/fits/FitsColumn.h"

namespace maury {
class Job;
class ProgressMeter;
}  // namespace maury

namespace maury::io {

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

}  // namespace maury::io
