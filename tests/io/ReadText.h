// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a text table from memory in the same way as a file.
#pragma once

#include <string>

#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"

namespace maury::test {

/// Writes the text to a temporary file t.csv and returns the table read from it.
inline io::Table readText(const std::string& text) {
  const TemporaryFolder folder;
  return io::readTable(writeBytes(folder / "t.csv", text));
}

}  // namespace maury::test
