// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "mock/lines/LineOpacity.h"

namespace maury::mock {

/// Returns the embedded list, sorted by wavelength over 840–882 nm. It has no hydrogen lines; HydrogenLines.h adds
/// them. Thread-safe.
const std::vector<MockLine>& mockLines();

}  // namespace maury::mock
