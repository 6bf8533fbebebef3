// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstring>

namespace maury::mock {

/// Four numbers that are added and multiplied at once, each as it would be alone: results are those of plain loops.
using Four = float __attribute__((vector_size(16)));

inline Four load(const float* from) {
  Four out;
  std::memcpy(&out, from, sizeof out);
  return out;
}
inline void store(const Four& from, float* to) {
  std::memcpy(to, &from, sizeof from);
}

/// Rows of four become columns.
inline std::array<Four, 4> transposed(const Four& a, const Four& b, const Four& c, const Four& d) {
  const Four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const Four ba = __builtin_shufflevector(a, b, 2, 6, 3, 7), dc = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  return {__builtin_shufflevector(ab, cd, 0, 1, 4, 5), __builtin_shufflevector(ab, cd, 2, 3, 6, 7),
          __builtin_shufflevector(ba, dc, 0, 1, 4, 5), __builtin_shufflevector(ba, dc, 2, 3, 6, 7)};
}

}  // namespace maury::mock
