// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "network/model/Model.h"

namespace maury::network {

/// Labels that see the same pixels, for networks whose labels have windows.
struct LabelGroups {
  std::vector<std::vector<float>> masks;  ///< of each group P′: 1 where its labels see the pixel, else 0
  std::vector<std::int64_t> groups;       ///< L: the group of each label
};

/// Returns the groups of a network that sees `pixels` of the model's grid. Throws Error(Mismatch) if windows are of no
/// label or hold no pixel that is seen.
LabelGroups labelGroups(const ModelInfo& info, const std::vector<std::size_t>& pixels);

}  // namespace maury::network
