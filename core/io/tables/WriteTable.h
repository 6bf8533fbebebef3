// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "io/tables/Table.h"
#include "io/tables/TablePieces.h"

namespace maury::io {

enum class TableFormat { Fits, VoTable, Csv, Ecsv };

/// Returns the format for a file's suffix in any case: .fits and .fit, .vot, .votable and .xml, .csv, .ecsv. Throws
/// Error(Usage) listing the suffixes for any other.
TableFormat tableFormatOf(const std::filesystem::path& path);

/// Writes a table atomically, in the format of the file's suffix. Integers are exact in every format. A missing real is
/// NaN in FITS and VOTable and an empty cell in CSV; a missing text is empty. CSV has neither units nor descriptions.
/// Throws Error(Usage) for an unknown suffix, Error(File), or Error(Format) for two columns with names that the format
/// cannot distinguish.
void writeTable(const std::filesystem::path& path, const Table& table);
/// Writes a table larger than memory. The file is identical to the one that writeTable() writes for the whole table.
/// Calls `pieces` twice, because formats store the lengths of strings before the rows.
void writeTable(const std::filesystem::path& path, const TablePieces& pieces);

}  // namespace maury::io
