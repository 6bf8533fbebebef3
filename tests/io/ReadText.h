// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of text, read as files are.
#pragma once

#include <string>

#include "io/tables/Table.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"

namespace maury::test {

/// Returns the table that a file t.csv of this text holds.
inline io::Table readText(const std::string& text) {
  const TemporaryFolder folder;
  return io::readTable(writeBytes(folder / "t.csv", text));
}

}  // namespace maury::test
