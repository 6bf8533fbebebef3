// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/tables/votable/VoTableField.h"

namespace maury::io {

/// Adds the rows of a BINARY (or BINARY2) stream to `columns`. Throws Error(Format), with `location` at the start of
/// the message, naming row and column. Returns the number of rows added.
std::size_t addBinaryRows(std::string_view base64, bool isBinary2, std::vector<VoFieldValues>& columns,
                          const std::string& location);

}  // namespace maury::io
