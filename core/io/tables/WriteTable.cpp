// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/WriteTable.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "io/DiskSpace.h"
#include "io/tables/TableLayout.h"
#include "io/tables/WriteFits.h"
#include "io/tables/text/WriteCsv.h"
#include "io/tables/votable/WriteVoTable.h"

namespace maury::io {

TableFormat tableFormatOf(const std::filesystem::path& path) {
  std::string suffix = path.extension().string();
  std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  if (suffix == ".fits" || suffix == ".fit") return TableFormat::Fits;
  if (suffix == ".vot" || suffix == ".votable" || suffix == ".xml") return TableFormat::VoTable;
  if (suffix == ".csv") return TableFormat::Csv;
  if (suffix == ".ecsv") return TableFormat::Ecsv;
  throw Error(ErrorKind::Usage,
              fmt::format("{}: the suffix must be that of a table format: .fits, .vot (or .xml), .csv or .ecsv",
                          path.string()));
}

namespace {

/// Returns the number of bytes that the rows take in FITS, without arrays of different lengths.
std::uint64_t fitsBytes(const TableLayout& layout) {
  std::uint64_t rowBytes = 0;
  for (std::size_t i = 0; i < layout.head.columns.size(); ++i) {
    const Column& column = layout.head.columns[i];
    rowBytes += column.isText() ? layout.texts[i].width : column.isFloat32 ? sizeof(float) : sizeof(double);
  }
  for (std::size_t i = 0; i < layout.head.arrays.size(); ++i)
    rowBytes += layout.lengths[i] * (layout.head.arrays[i].isFloat32 ? sizeof(float) : sizeof(double));
  return rowBytes * layout.rows;
}

}  // namespace

void writeTable(const std::filesystem::path& path, const Table& table) {
  writeTable(path, [&](const auto& use) { use(table); });
}

void writeTable(const std::filesystem::path& path, const TablePieces& pieces) {
  const TableFormat format = tableFormatOf(path);
  AtomicFile file(path);
  TableLayout layout;
  pieces([&](const Table& piece) { layout.add(piece); });
  switch (format) {
    case TableFormat::Fits:
      requireSpace(path, fitsBytes(layout));
      writeFits(file, layout, pieces);
      break;
    case TableFormat::VoTable:
      writeVoTable(file, layout, pieces);
      break;
    case TableFormat::Csv:
      writeCsv(file, layout, pieces);
      break;
    case TableFormat::Ecsv:
      writeEcsv(file, layout, pieces);
      break;
  }
  file.commit();
}

}  // namespace maury::io
