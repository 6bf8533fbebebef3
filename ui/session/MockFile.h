// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstddef>

namespace maury::ui {

/// Where mock surveys are kept: one file for each number of stars and seed (mock2: the second mock; older files
/// differ), in the user's cache folder. A file that is there is whole (it is written atomically) and need not be made
/// again.
QString mockFilePath(std::size_t stars, unsigned long long seed);

/// How long making the mock took on this machine the last time, in seconds a star; 0 when it was never measured.
double measuredSecondsPerMockStar();
void keepSecondsPerMockStar(double seconds);

}  // namespace maury::ui
