// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "inference/Predictor.h"

namespace maury::inference {

/// Every member of DropoutSampling, described once.
const OptionTable<DropoutSampling>& dropoutOptionTable();

}  // namespace maury::inference
