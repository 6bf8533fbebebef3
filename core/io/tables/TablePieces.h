// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "io/tables/Table.h"

namespace maury::io {

/// Function that passes the pieces of a table to `use`, in the order of their rows; there is at least one. All pieces
/// have the same columns; the notes of the first piece count. Every call must produce the same pieces.
using TablePieces = std::function<void(const std::function<void(const Table& piece)>& use)>;

}  // namespace maury::io
