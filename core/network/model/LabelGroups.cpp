// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/model/LabelGroups.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/Error.h"

namespace maury::network {

LabelGroups labelGroups(const ModelInfo& info, const std::vector<std::size_t>& pixels) {
  constexpr std::int64_t kNone = -1;
  LabelGroups result{{}, std::vector<std::int64_t>(info.labels.size(), kNone)};
  for (const LabelWindows& windows : info.network.windows) {
    const auto label = std::find_if(info.labels.begin(), info.labels.end(),
                                    [&](const ModelLabel& each) { return each.name == windows.label; });
    if (label == info.labels.end())
      throw Error(ErrorKind::Mismatch,
                  fmt::format("there are windows for {}, which is not a label of this network", windows.label));
    result.groups[static_cast<std::size_t>(label - info.labels.begin())] =
        static_cast<std::int64_t>(result.masks.size());
    std::vector<float>& mask = result.masks.emplace_back();
    for (const std::size_t pixel : pixels) {
      const bool seen = std::any_of(windows.rangesNm.begin(), windows.rangesNm.end(),
                                    [&](const auto& range) { return range.contains(info.grid[pixel]); });
      mask.push_back(seen ? 1.0F : 0.0F);
    }
    if (std::find(mask.begin(), mask.end(), 1.0F) == mask.end())
      throw Error(ErrorKind::Mismatch,
                  fmt::format("the windows of {} contain no pixel that the network sees", windows.label));
  }
  if (std::find(result.groups.begin(), result.groups.end(), kNone) != result.groups.end()) {
    std::replace(result.groups.begin(), result.groups.end(), kNone, static_cast<std::int64_t>(result.masks.size()));
    result.masks.emplace_back(pixels.size(), 1.0F);
  }
  return result;
}

}  // namespace maury::network
