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

/// A column of a FITS binary table as its header states it.
struct FitsColumn {
  std::string name;
  std::string unit;
  char type = 'E';        ///< TFORM letter: L B I J K E D A
  std::size_t width = 1;  ///< elements a row (characters for 'A')
};

/// Reads one FITS file. Not thread-safe (one reader a thread). Every member throws Error(File) or Error(Format) with
/// file, HDU and CFITSIO's reason; a null (TNULL, NaN) reads as NaN in real reads.
class FitsReader {
public:
  explicit FitsReader(const std::filesystem::path& path);
  ~FitsReader();
  FitsReader(const FitsReader&) = delete;
  FitsReader& operator=(const FitsReader&) = delete;

  const std::filesystem::path& path() const;
  int hduCount() const;
  /// Moves to HDU `number` (1 = primary) or to the table HDU called `name`; hasHdu tells whether it exists.
  void moveTo(int number);
  void moveTo(const std::string& name);
  bool hasHdu(const std::string& name);
  bool isTable() const;
  std::string hduLabel() const;  ///< "HDU 2 (STARS)", for messages

  std::optional<std::string> keyText(const std::string& key) const;  ///< long strings (CONTINUE) included
  std::optional<double> keyReal(const std::string& key) const;
  std::vector<std::string> history() const;

  /// Image of the current HDU: axes as NAXIS1, NAXIS2, … and all values, NaN where blank.
  std::vector<std::int64_t> imageAxes() const;
  std::vector<double> readImage() const;

  std::int64_t rowCount() const;
  std::vector<FitsColumn> columns() const;
  /// Rows [first, first + count) of the column at 0-based index; out.size() == count × width.
  void readReal(int column, std::int64_t first, std::int64_t count, std::span<float> out) const;
  void readReal(int column, std::int64_t first, std::int64_t count, std::span<double> out) const;
  void readInteger(int column, std::int64_t first, std::int64_t count, std::span<std::int64_t> out) const;
  std::vector<std::string> readText(int column, std::int64_t first, std::int64_t count) const;

private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

/// Writes one FITS file to a path (use it on AtomicFile::temporary()). Not thread-safe. The primary HDU is empty;
/// tables follow. Throws Error(File). close() flushes, sets checksums and closes; the destructor closes without
/// throwing.
class FitsWriter {
public:
  explicit FitsWriter(const std::filesystem::path& path);
  ~FitsWriter();
  FitsWriter(const FitsWriter&) = delete;
  FitsWriter& operator=(const FitsWriter&) = delete;

  /// Appends a binary table HDU and makes it current. `rows` may be 0 and grow with the writes.
  void createTable(const std::string& name, const std::vector<FitsColumn>& columns, std::int64_t rows);
  void setKey(const std::string& key, const std::string& value, const std::string& comment);
  void setKey(const std::string& key, double value, const std::string& comment);
  void setKey(const std::string& key, std::int64_t value, const std::string& comment);
  void setKey(const std::string& key, bool value, const std::string& comment);
  void addHistory(const std::string& line);
  void write(int column, std::int64_t firstRow, std::span<const float> values);
  void write(int column, std::int64_t firstRow, std::span<const double> values);
  void write(int column, std::int64_t firstRow, std::span<const std::int64_t> values);
  void write(int column, std::int64_t firstRow, std::span<const std::string> values);
  void close();

private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace maury::io
