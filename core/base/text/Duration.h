// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace maury {

/// Returns a duration as text, to the second or, from an hour on, to the minute: "12 s", "3 min 05 s", "1 h 20 min".
/// Negative durations count as 0.
std::string durationText(double seconds);

/// Returns an estimated duration as text, rounded up to the second below 90 s and to the nearest minute above: "12 s",
/// "4 min", "1 h 05 min".
std::string roughDurationText(double seconds);

}  // namespace maury
