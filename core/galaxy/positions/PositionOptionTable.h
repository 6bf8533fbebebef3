// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Option.h"
#include "galaxy/positions/Distances.h"
#include "galaxy/positions/Galactocentric.h"

namespace maury::galaxy {

/// Every member of DistanceOptions, described once.
const OptionTable<DistanceOptions>& distanceOptionTable();
/// Every member of SolarPosition, described once.
const OptionTable<SolarPosition>& solarOptionTable();

}  // namespace maury::galaxy
