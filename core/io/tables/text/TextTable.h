// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "io/tables/Table.h"

namespace maury::io {

/// Reads a text table in any form that readTable() describes. `source` is the file's name for messages. `path` is the
/// file on disk, whose folder may contain a ReadMe that describes it; empty for text that is not on disk.
Table parseText(std::string_view text, const std::string& source, const std::filesystem::path& path = {});

/// Returns the names of the columns of a text table that begins with `start`, as readTable() finds them, except that
/// repeated names have no numbers. `start` is UTF-8 (normaliseText()) and holds the header and some rows; `path` is the
/// file on disk, or empty. Returns nothing for an invalid table.
std::vector<std::string> textColumnNames(std::string_view start, const std::string& source,
                                         const std::filesystem::path& path = {});

}  // namespace maury::io
