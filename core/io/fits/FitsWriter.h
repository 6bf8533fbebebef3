// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "io/fits/FitsColumn.h"

namespace maury::io {

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
