// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "io/tables/Table.h"

namespace maury::io {

/// Reads a VOTable document as readTable() describes; `source` is the file's name for messages.
Table parseVoTable(const std::string& text, const std::string& source);

}  // namespace maury::io
