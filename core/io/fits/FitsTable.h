// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/fits/FitsReader.h"
#include "io/tables/Table.h"

namespace maury::io {

/// Reads HDU `hdu` as a table, or the first one with columns of numbers or text if it is 0. Throws the errors of
/// FitsReader, and Error(Format) if there is no such column.
Table readFitsTable(FitsReader& reader, int hdu);

}  // namespace maury::io
