// SPDX-License-Identifier: GPL-3.0-or-later
// Compares floats bit for bit, so that NaN equals NaN.
#pragma once

#include <cstring>
#include <vector>

namespace maury::test {

inline bool sameBits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
}

}  // namespace maury::test
