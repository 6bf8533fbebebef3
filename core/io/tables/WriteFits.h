// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "io/tables/TableLayout.h"
#include "io/tables/TablePieces.h"

namespace maury::io {

class AtomicFile;
class FitsWriter;

/// Writes the table to `file`, as the only HDU after the primary one; the caller commits. For writeTable().
void writeFits(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces);

/// Appends the table as an HDU called `name`, for FITS files with several tables.
void appendTable(FitsWriter& writer, const std::string& name, const Table& table);

}  // namespace maury::io
