// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

namespace maury {

/// Four numbers that are added and multiplied at once, each as it would be alone: results are those of plain loops.
/// Every processor of 64 bits has registers for them.
using Four = float __attribute__((vector_size(16)));
using FourIntegers = std::int32_t __attribute__((vector_size(16)));
using FourWords = std::uint32_t __attribute__((vector_size(16)));

/// A number, or several, that may lie anywhere.
template <typename Value>
Value loadAs(const void* from) {
  Value out;
  std::memcpy(&out, from, sizeof out);
  return out;
}
template <typename Value>
void storeAt(void* to, const Value& value) {
  std::memcpy(to, &value, sizeof value);
}

/// Rows of four become columns.
inline std::array<Four, 4> transposed(const Four& a, const Four& b, const Four& c, const Four& d) {
  const Four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const Four ba = __builtin_shufflevector(a, b, 2, 6, 3, 7), dc = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  return {__builtin_shufflevector(ab, cd, 0, 1, 4, 5), __builtin_shufflevector(ab, cd, 2, 3, 6, 7),
          __builtin_shufflevector(ba, dc, 0, 1, 4, 5), __builtin_shufflevector(ba, dc, 2, 3, 6, 7)};
}

}  // namespace maury
