// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "galaxy/positions/Distances.h"
#include "galaxy/positions/Galactocentric.h"

namespace maury::galaxy {

/// Returns the option table of DistanceOptions.
const OptionTable<DistanceOptions>& distanceOptionTable();
/// Returns the option table of SolarPosition.
const OptionTable<SolarPosition>& solarOptionTable();

}  // namespace maury::galaxy
