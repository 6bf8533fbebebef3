// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>

namespace maury::survey {

/// Returns true if surveys use this number for "no value" (seen in RAVE, LAMOST, APOGEE and Gaia-ESO catalogues).
inline bool isSentinel(double value) {
  constexpr std::array kSentinels = {-9999.0, -999.0, -32768.0, 9999.0, 99999.0};
  return std::find(kSentinels.begin(), kSentinels.end(), value) != kSentinels.end();
}

}  // namespace maury::survey
