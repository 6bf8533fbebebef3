// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attribution/experiments/Experiment.h"
#include "base/Option.h"

namespace maury::attribution {

/// Returns the option table of ExperimentOptions. The kind has no flag, because it is the first argument of the
/// command.
const OptionTable<ExperimentOptions>& experimentOptionTable();

}  // namespace maury::attribution
