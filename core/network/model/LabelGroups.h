// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "network/model/Model.h"

namespace maury::network {

/// Groups of labels that see the same pixels, for networks whose labels have windows.
struct LabelGroups {
  std::vector<std::vector<float>> masks;  ///< P′ values for each group: 1 where its labels see the pixel, otherwise 0
  std::vector<std::int64_t> groups;       ///< group of each of the L labels
};

/// Returns the groups of a network that sees `pixels` of the model's grid. Throws Error(Mismatch) if windows belong to
/// an unknown label or contain none of `pixels`.
LabelGroups labelGroups(const ModelInfo& info, const std::vector<std::size_t>& pixels);

}  // namespace maury::network
