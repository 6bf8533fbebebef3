// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "mock/lines/LineOpacity.h"

namespace maury::mock {

/// Returns the embedded list, 840–882 nm, in order of wavelength. Beyond it there is only hydrogen (Paschen 10 to 20).
/// Any thread.
const std::vector<MockLine>& mockLines();

}  // namespace maury::mock
