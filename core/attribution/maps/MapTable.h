// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attribution/maps/AttributionMap.h"
#include "io/tables/Table.h"

namespace maury::attribution {

/// Returns a table with one row per pixel: wavelength, mean spectrum and each label's map with its scatter over members
/// and over stars.
io::Table mapTable(const AttributionMap& map);

/// Returns a table of the inputs other than the spectrum: one row per element of an input, and for each label its
/// attribution and scatter over members.
io::Table inputTable(const AttributionMap& map, const std::vector<network::ModelInput>& inputs);

}  // namespace maury::attribution
