// SPDX-License-Identifier: GPL-3.0-or-later
// Readers and writers of the formats of readTable() and writeTable(), one source file each. Only this folder uses them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "io/fits/Fits.h"
#include "io/tables/TablePieces.h"

namespace maury::io {

// `source` is the file's name for messages.
/// Reads a text table in any form. `path` is the file on disk, whose folder may contain a ReadMe that describes it;
/// empty for text that is not on disk.
Table parseText(std::string_view text, const std::string& source, const std::filesystem::path& path = {});
Table parseVoTable(const std::string& text, const std::string& source);
/// Reads HDU `hdu`, or the first one with columns if it is 0.
Table readFitsTable(FitsReader& reader, int hdu);

/// Returns the values of an integer column in which the rows `missing` have no value: integers if none is missing,
/// otherwise reals, or strings if an integer is beyond 2^53 and would lose digits as real.
ColumnValues integersWithMissing(std::vector<std::int64_t> integers, const std::vector<std::size_t>& missing);

/// Rounds each value to the nearest 32-bit real.
void roundToFloat32(std::vector<double>& values);

/// Properties of a table that must be known before its first row is written.
struct TableLayout {
  Table head;            ///< the table without values
  std::size_t rows = 0;  ///< number of rows
  struct Texts {
    std::size_t width = 1;  ///< size of the longest string (bytes)
    bool isAscii = true;
  };
  std::vector<Texts> texts;  ///< one element per column
  /// For each array column, the common length of its rows if that is at least 2, otherwise 0. A length of 1 would read
  /// back as a scalar. A missing row has length 0, so the lengths of a column that also has other rows differ.
  std::vector<std::size_t> lengths;

  /// Updates the layout with the next piece of the table.
  void add(const Table& piece);
};

// The writers write to AtomicFile::temporary(); the caller commits.
class AtomicFile;
void writeCsv(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces);
void writeEcsv(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces);
void writeVoTable(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces);
void writeFits(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces);

}  // namespace maury::io
