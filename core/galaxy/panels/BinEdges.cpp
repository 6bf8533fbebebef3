// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/BinEdges.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/Error.h"
#include "base/Statistics.h"

namespace maury::galaxy {

namespace {
constexpr double kWholeDiscSpanKpc = 6.0;
constexpr int kMaxLocalBins = 6;
constexpr std::size_t kMaxSampled = 1 << 16;
}  // namespace

BinEdges suggestEdges(const survey::NumericView& radiusKpc) {
  const BinEdges& wholeDisc = edgePreset("disc");
  std::vector<double> radii;
  const std::size_t stride = 1 + radiusKpc.size() / (kMaxSampled + 1);
  for (std::size_t star = 0; star < radiusKpc.size(); star += stride)
    if (const double radius = radiusKpc[star]; std::isfinite(radius)) radii.push_back(radius);
  if (radii.empty()) return wholeDisc;

  const double low = orderStatistic(radii, 0.01), high = orderStatistic(radii, 0.99);
  if (high - low > kWholeDiscSpanKpc) return wholeDisc;

  for (const double step : {0.1, 0.2, 0.5, 1.0, 2.0}) {
    const int first = static_cast<int>(std::floor(low / step)), last = static_cast<int>(std::ceil(high / step));
    if (last - first > kMaxLocalBins) continue;
    BinEdges edges{{}, {0, 0.25, 0.5, 1, 2}};
    // Multiplying integers avoids results such as 7.600000000000001.
    for (int i = first; i <= std::max(last, first + 1); ++i)
      edges.radiusKpc.push_back(std::round(i * step * 10.0) / 10.0);
    return edges;
  }
  return wholeDisc;
}

const std::vector<NamedEdges>& edgePresets() {
  static const std::vector<NamedEdges> presets{
      {"disc", "whole disc", {{0, 2, 4, 6, 8, 10, 12, 14}, {0, 0.5, 1, 2}}},
      {"disc-signed", "disc, ±Z", {{0, 2, 4, 6, 8, 10, 12, 14}, {-2, -1, -0.5, 0, 0.5, 1, 2}}},
      {"hayden2015", "Hayden+2015", {{3, 5, 7, 9, 11, 13, 15}, {0, 0.5, 1, 2}}},
  };
  return presets;
}

const BinEdges& edgePreset(std::string_view name) {
  std::vector<std::string> names;
  for (const NamedEdges& preset : edgePresets()) {
    if (preset.name == name) return preset.edges;
    names.push_back(preset.name);
  }
  throw Error(ErrorKind::Usage,
              fmt::format("There are no bins called '{}'. Choose one of {}.", name, fmt::join(names, ", ")));
}

}  // namespace maury::galaxy
