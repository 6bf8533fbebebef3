// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace maury {

/// Returns a duration in words to the second, above an hour to the minute: "12 s", "3 min 05 s", "1 h 20 min". Negative
/// seconds count as none.
std::string durationText(double seconds);

/// Returns a duration in words for an estimate, rounded up to the second below 90 s and to the minute above: "12 s",
/// "4 min", "1 h 05 min".
std::string roughDurationText(double seconds);

}  // namespace maury
