// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "io/fits/FitsCards.h"

namespace maury::io {

/// Refuses the header of a table (BINTABLE, or TABLE if not `isBinary`) with cards or columns that make CFITSIO access
/// memory out of bounds. Throws Error(Format).
void checkTableColumns(const FitsCards& header, bool isBinary);

/// Returns the size of a table's data as ffbinit() and ffainit() compute it (bytes, without padding); std::nullopt if
/// it is beyond all files. THEAP can put the next HDU anywhere, even before this one, so Error(Format) is thrown if it
/// lies outside the data.
std::optional<std::int64_t> tableBytes(const FitsCards& header);

}  // namespace maury::io
