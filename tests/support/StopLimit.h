// SPDX-License-Identifier: GPL-3.0-or-later
// How long stopped work may go on in a test.
#pragma once

namespace maury::test {

/// The promise is half a second on a machine of its own; tests share one with compilers and other tests.
inline constexpr double kStopLimitSeconds = 3.0;
inline constexpr long long kStopLimitMs = 3000;

}  // namespace maury::test
