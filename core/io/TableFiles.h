// SPDX-License-Identifier: GPL-3.0-or-later
// The formats behind readTable() and writeTable(), one source each; of no use elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/Fits.h"
#include "io/Table.h"

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

/// Each writes to AtomicFile::temporary() through its own means and leaves commit() to the caller.
class AtomicFile;
void writeCsv(AtomicFile& file, const Table& table);
void writeEcsv(AtomicFile& file, const Table& table);
void writeVoTable(AtomicFile& file, const Table& table);
void writeFits(AtomicFile& file, const Table& table);

}  // namespace maury::io
