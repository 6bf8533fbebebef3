// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>

#include "io/tables/Table.h"

namespace maury::io {

/// Function that passes the pieces of a table to `use`, in the order of their rows; there is at least one. All pieces
/// have the same columns; the notes of the first piece count. Every call must produce the same pieces.
using TablePieces = std::function<void(const std::function<void(const Table& piece)>& use)>;

/// Writes a table larger than memory. The file is identical to the one that writeTable() writes for the whole table.
/// Calls `pieces` twice, because formats store the lengths of strings before the rows.
void writeTable(const std::filesystem::path& path, const TablePieces& pieces);

}  // namespace maury::io
