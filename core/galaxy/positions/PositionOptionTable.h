// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "galaxy/positions/Distances.h"
#include "galaxy/positions/Galactocentric.h"

namespace maury::galaxy {

/// Returns a table of all members of DistanceOptions.
const OptionTable<DistanceOptions>& distanceOptionTable();
/// Returns a table of all members of SolarPosition.
const OptionTable<SolarPosition>& solarOptionTable();

}  // namespace maury::galaxy
