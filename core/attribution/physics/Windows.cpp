// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/physics/Windows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/Error.h"

namespace maury::attribution {
namespace {

/// Share of a map's magnitudes on the pixels of a mask shifted by `shift` round the end.
double shareAt(const std::vector<double>& magnitudes, const std::vector<std::size_t>& inside, std::size_t shift,
               double total) {
  double sum = 0.0;
  for (const std::size_t pixel : inside)
    sum += magnitudes[(pixel + shift) % magnitudes.size()];
  return total > 0.0 ? sum / total : 0.0;
}

double sumOf(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values)
    sum += value;
  return sum;
}

}  // namespace

WindowShare shareInWindows(const AttributionMap& map, std::size_t label, const spectra::LineList& lines,
                           std::span<const std::string> elements, double halfWidthNm) {
  if (label >= map.labels.size()) {
    throw Error(ErrorKind::Usage,
                fmt::format("Label {} was asked of an attribution map of {} labels.", label, map.labels.size()));
  }
  spectra::LineList wanted;
  for (const spectra::SpectralLine& line : lines) {
    if (std::find(elements.begin(), elements.end(), line.element()) != elements.end()) wanted.push_back(line);
  }
  const std::size_t pixels = map.grid.size();
  std::vector<std::size_t> seen;    // pixels that are not masked
  std::vector<std::size_t> inside;  // their places in `seen`
  std::vector<double> magnitudes;
  for (std::size_t p = 0; p < pixels; ++p) {
    const float value = map.mean[label * pixels + p];
    if (!std::isfinite(value)) continue;
    if (spectra::nearestLine(wanted, map.grid[p], halfWidthNm) != nullptr) inside.push_back(seen.size());
    seen.push_back(p);
    magnitudes.push_back(std::abs(static_cast<double>(value)));
  }
  WindowShare result;
  if (seen.empty()) return result;
  const double total = sumOf(magnitudes);
  result.share = shareAt(magnitudes, inside, 0, total);
  double square = 0.0, asMuch = 0.0;
  const auto shifts = static_cast<double>(seen.size());
  for (std::size_t shift = 0; shift < seen.size(); ++shift) {
    const double share = shareAt(magnitudes, inside, shift, total);
    result.chance += share / shifts;
    square += share * share / shifts;
    if (share >= result.share) asMuch += 1.0;
  }
  result.chanceScatter = std::sqrt(std::max(square - result.chance * result.chance, 0.0));
  result.probability = asMuch / shifts;

  double memberSquare = 0.0, memberMean = 0.0;
  for (int m = 0; m < map.members; ++m) {
    const std::size_t first = (static_cast<std::size_t>(m) * map.labels.size() + label) * pixels;
    for (std::size_t i = 0; i < seen.size(); ++i)
      magnitudes[i] = std::abs(static_cast<double>(map.memberMean[first + seen[i]]));
    const double share = shareAt(magnitudes, inside, 0, sumOf(magnitudes));
    memberMean += share / map.members;
    memberSquare += share * share / map.members;
  }
  result.error = std::sqrt(std::max(memberSquare - memberMean * memberMean, 0.0));
  return result;
}

Reading readingOf(const WindowShare& share, const Skill* skill) {
  constexpr double kChance = 0.05, kErrors = 2.0;
  if (skill != nullptr && std::isfinite(skill->r2) && skill->r2 <= kErrors * skill->error)
    return Reading::NothingLearned;
  return share.probability <= kChance ? Reading::Features : Reading::Correlation;
}

}  // namespace maury::attribution
