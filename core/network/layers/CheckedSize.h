// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "base/Error.h"

namespace maury::network {

/// Largest size that a description may state, because sizes are also stored in std::int64_t.
inline constexpr std::size_t kLargestSize = std::numeric_limits<std::int64_t>::max();

[[noreturn]] inline void failSize() {
  throw Error(ErrorKind::Mismatch,
              "the network is too large: the number of its values exceeds 2^63; use fewer filters, units or branches");
}

/// Return a sum and a product of sizes. Throw Error(Mismatch) if the result is larger than kLargestSize: a short file
/// can describe a chain of 63 branches, each of which takes the previous one twice, with 2⁶³ values at its end.
constexpr std::size_t checkedSum(std::size_t a, std::size_t b) {
  if (a > kLargestSize || b > kLargestSize - a) failSize();
  return a + b;
}
constexpr std::size_t checkedProduct(std::size_t a, std::size_t b) {
  if (a > kLargestSize || b > kLargestSize || (a != 0 && b > kLargestSize / a)) failSize();
  return a * b;
}

}  // namespace maury::network
