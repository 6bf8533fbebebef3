// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "inference/Predictor.h"

namespace maury::inference {

/// Returns the option table of DropoutSampling.
const OptionTable<DropoutSampling>& dropoutOptionTable();

}  // namespace maury::inference
