// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>

#include "io/tables/Table.h"

namespace maury::io {

/// Calls `use` with the pieces of a table from the first rows to the last, at least once; all have the same columns,
/// and the notes are those of the first. Asked again, it gives the same.
using TablePieces = std::function<void(const std::function<void(const Table& piece)>& use)>;

/// As writeTable() of a whole table, of one larger than memory, and to the same bytes. The pieces are asked for twice:
/// formats say first how long texts are.
void writeTable(const std::filesystem::path& path, const TablePieces& pieces);

}  // namespace maury::io
