// SPDX-License-Identifier: GPL-3.0-or-later
// Row numbers of a dataset.
#pragma once

#include <cstddef>
#include <numeric>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::test {

/// Returns `count` consecutive row numbers from `first` on.
inline std::vector<std::size_t> rowNumbers(std::size_t count, std::size_t first = 0) {
  std::vector<std::size_t> rows(count);
  std::iota(rows.begin(), rows.end(), first);
  return rows;
}

inline std::vector<std::size_t> allRows(const survey::Dataset& dataset) {
  return rowNumbers(dataset.starCount());
}

}  // namespace maury::test
