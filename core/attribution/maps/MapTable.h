// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "attribution/maps/AttributionMap.h"
#include "io/tables/Table.h"

namespace maury::attribution {

/// Wavelength, mean spectrum and each label's map with its scatter over members and over stars, a row a pixel.
io::Table mapTable(const AttributionMap& map);

/// The inputs beside the spectrum: a row an element of an input, a column a label with its scatter over members.
io::Table inputTable(const AttributionMap& map, const std::vector<network::ModelInput>& inputs);

}  // namespace maury::attribution
