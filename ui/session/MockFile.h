// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstddef>

namespace maury::ui {

/// Returns the path of a mock survey in the user's cache folder, one file per number of stars and seed. The name's
/// "mock2" is the version of the mock, whose older files differ. Files are written atomically, so an existing file is
/// complete and can be reused.
QString mockFilePath(std::size_t stars, unsigned long long seed);

/// Returns the time that the last mock survey took on this machine, in seconds per star; 0 if never measured.
double measuredSecondsPerMockStar();
void saveSecondsPerMockStar(double seconds);

}  // namespace maury::ui
