// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/tables/ReadTable.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/Error.h"
#include "base/Job.h"
#include "io/FileKind.h"
#include "io/Numbers.h"
#include "io/archives/Gzip.h"
#include "io/arrays/ArrayFile.h"
#include "io/fits/FitsReader.h"
#include "io/fits/FitsTable.h"
#include "io/tables/ArrayTables.h"
#include "io/tables/text/TextForm.h"
#include "io/tables/text/TextTable.h"
#include "io/tables/votable/VoTable.h"

namespace maury::io {
namespace {

/// Adds a warning for each column of ids that is stored as real numbers beyond 2^53. Such ids have lost their last
/// digits, which users would otherwise notice only when a join fails.
void warnAboutRealIds(Table& table) {
  for (const Column& column : table.columns) {
    const auto* reals = std::get_if<std::vector<double>>(&column.values);
    if (reals == nullptr || !(column.name == "source_id" || column.name.ends_with("_id"))) continue;
    const bool beyond = std::any_of(reals->begin(), reals->end(), [](double value) {
      return std::abs(value) > static_cast<double>(kLargestExactInteger);
    });
    if (!beyond) continue;
    table.warnings.push_back(
        fmt::format("{}: column '{}' is stored as a real number: ids beyond 2^53 have lost digits; export the table "
                    "again with integer ids",
                    table.source, column.name));
  }
}

/// Verifies the checksums of a file whose table is read next. Callers that must be able to stop have done so before.
void verify(const FitsReader& reader) {
  Job job;
  reader.verifyChecksums(job);
}

/// Does the same as readTable(); `path` is the file on disk, or empty.
Table readTableBytes(std::string bytes, const std::string& source, const TableOptions& options,
                     const std::filesystem::path& path) {
  if (hasGzipMagic(bytes)) bytes = gunzip(bytes, source);
  const auto refuse = [&](std::string_view reason) {
    throw Error(ErrorKind::Format, fmt::format("{}: {}", source, reason));
  };
  Table table;
  switch (kindOf(bytes)) {
    case FileKind::Fits: {
      FitsReader reader(std::move(bytes), source);
      verify(reader);
      table = readFitsTable(reader, options.hdu);
      break;
    }
    case FileKind::VoTable:
      table = parseVoTable(bytes, source);
      break;
    case FileKind::Text:
      table = parseText(normaliseText(std::move(bytes)), source, path);
      break;
    case FileKind::Hdf5:
    case FileKind::Npy:
    case FileKind::Npz:
      table = readArrayTable(*openArrayFile(std::move(bytes), source), options.group);
      break;
    case FileKind::Xml:
      refuse("is XML, but not a VOTable; a server may have sent a web page in place of the data");
      break;
    case FileKind::Zip:
      refuse("is a zip archive, not a table; extract it and choose one of its files");
      break;
    case FileKind::Binary:
      refuse("is neither FITS nor VOTable nor HDF5 nor CSV: it contains binary data");
      break;
  }
  warnAboutRealIds(table);
  return table;
}

}  // namespace

Table readTable(std::string bytes, const std::string& source, const TableOptions& options) {
  return readTableBytes(std::move(bytes), source, options, {});
}

Table readTable(const std::filesystem::path& path, const TableOptions& options) {
  // FITS files and arrays are read from disk, unless they are packed; all other files are first read into memory.
  if (!looksLikeGzip(path) && holdsArrays(kindOfFile(path))) {
    Table table = readArrayTable(*openArrayFile(path), options.group);
    warnAboutRealIds(table);
    return table;
  }
  if (looksLikeGzip(path) || !looksLikeFits(path)) return readTableBytes(readBytes(path), path.string(), options, path);
  FitsReader reader(path);
  verify(reader);
  Table table = readFitsTable(reader, options.hdu);
  warnAboutRealIds(table);
  return table;
}

}  // namespace maury::io
