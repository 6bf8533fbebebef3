// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/tables/TableLayout.h"
#include "io/tables/TablePieces.h"

namespace maury::io {

class AtomicFile;

/// Writes the table to `file` as CSV or ECSV; the caller commits. For writeTable().
void writeCsv(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces);
void writeEcsv(AtomicFile& file, const TableLayout& layout, const TablePieces& pieces);

}  // namespace maury::io
