// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "io/tables/Table.h"

namespace maury::io {

/// Properties of a table that must be known before its first row is written.
struct TableLayout {
  Table head;            ///< the table without values
  std::size_t rows = 0;  ///< number of rows
  struct Texts {
    std::size_t width = 1;  ///< size of the longest string (bytes)
    bool isAscii = true;
  };
  std::vector<Texts> texts;  ///< one element per column
  /// For each array column, the common length of its rows if that is at least 2, otherwise 0. A length of 1 would read
  /// back as a scalar. A missing row has length 0, so the lengths of a column that also has other rows differ.
  std::vector<std::size_t> lengths;

  /// Updates the layout with the next piece of the table.
  void add(const Table& piece);
};

}  // namespace maury::io
