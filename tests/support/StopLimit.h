// SPDX-License-Identifier: GPL-3.0-or-later
// How long work may run after a request to stop, in tests.
#pragma once

namespace maury::test {

/// Longest time between a request to stop and the end of the work. The program promises half a second on an otherwise
/// idle machine; tests run next to compilers and other tests.
inline constexpr double kStopLimitSeconds = 3.0;
inline constexpr long long kStopLimitMs = 3000;

}  // namespace maury::test
