// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attribution/experiments/Experiment.h"
#include "base/Option.h"

namespace maury::attribution {

/// Every member of ExperimentOptions, described once. The kind is the command's first word rather than an option.
const OptionTable<ExperimentOptions>& experimentOptionTable();

}  // namespace maury::attribution
