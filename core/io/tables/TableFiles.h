// SPDX-License-Identifier: GPL-3.0-or-later
// The formats behind readTable() and writeTable(), one source each; of no use elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/fits/Fits.h"
#include "io/tables/TablePieces.h"

namespace maury::io {

/// `source` is the file's name for messages.
Table parseCsv(std::string_view text, const std::string& source);
Table parseVoTable(const std::string& text, const std::string& source);
/// HDU `hdu`, or the first with columns for 0.
Table fitsTable(FitsReader& reader, int hdu);

/// A column of integers of which the rows `missing` have no value: integers, or real where some are missing, or text
/// where one of them is beyond 2^53 and would not survive as real.
ColumnValues integersWithMissing(std::vector<std::int64_t> integers, const std::vector<std::size_t>& missing);

/// Values of a column of 32 bits that a file wrote in decimal digits.
void roundToSingle(std::vector<double>& values);

/// What must be known of all rows before the first is written.
struct TableLayout {
  Table head;  ///< the columns without values
  std::size_t rows = 0;
  struct Texts {
    std::size_t width = 1;  ///< bytes of the longest
    bool isAscii = true;
  };
  std::vector<Texts> texts;  ///< of each column
  /// Of each array column: what every row's length is, if it is more than one value (which would read back as a
  /// scalar), or else 0. A missing row among others has no length, so that the column varies.
  std::vector<std::size_t> lengths;

  void add(const Table& piece);
};

/// Each writes to AtomicFile::temporary() through its own means and leaves commit() to the caller.
class AtomicFile;
void writeCsv(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces);
void writeEcsv(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces);
void writeVoTable(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces);
void writeFits(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces);

}  // namespace maury::io
