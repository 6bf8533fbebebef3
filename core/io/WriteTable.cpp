// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "io/TableFiles.h"

namespace maury::io {

TableFormat tableFormatOf(const std::filesystem::path& path) {
  std::string suffix = path.extension().string();
  std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  if (suffix == ".fits" || suffix == ".fit") return TableFormat::Fits;
  if (suffix == ".vot" || suffix == ".votable" || suffix == ".xml") return TableFormat::VoTable;
  if (suffix == ".csv") return TableFormat::Csv;
  if (suffix == ".ecsv") return TableFormat::Ecsv;
  throw Error(
      ErrorKind::Usage,
      fmt::format("{}: the suffix tells the format of a table: .fits, .vot (or .xml), .csv or .ecsv", path.string()));
}

void writeTable(const std::filesystem::path& path, const Table& table) {
  const auto isUneven = [&](const auto& column) { return column.size() != table.rowCount(); };
  if (std::any_of(table.columns.begin(), table.columns.end(), isUneven) ||
      std::any_of(table.arrays.begin(), table.arrays.end(), isUneven))
    throw std::invalid_argument("writeTable: columns of different length");

  const TableFormat format = tableFormatOf(path);
  AtomicFile file(path);
  switch (format) {
    case TableFormat::Fits:
      writeFits(file, table);
      break;
    case TableFormat::VoTable:
      writeVoTable(file, table);
      break;
    case TableFormat::Csv:
      writeCsv(file, table);
      break;
    case TableFormat::Ecsv:
      writeEcsv(file, table);
      break;
  }
  file.commit();
}

}  // namespace maury::io
