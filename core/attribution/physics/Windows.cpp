// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/physics/Windows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/Error.h"

namespace maury::attribution {
namespace {

/// Returns the share of the magnitudes on the pixels `inside`, shifted by `shift` with wrap-around.
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
                fmt::format("Label {} does not exist: the attribution map has {} labels.", label, map.labels.size()));
  }
  spectra::LineList elementLines;
  for (const spectra::SpectralLine& line : lines) {
    if (std::find(elements.begin(), elements.end(), line.element()) != elements.end()) elementLines.push_back(line);
  }
  const std::size_t pixels = map.grid.size();
  std::vector<std::size_t> unmasked;  // unmasked pixels
  std::vector<std::size_t> inside;    // positions in `unmasked` of the pixels within the windows
  std::vector<double> magnitudes;
  for (std::size_t p = 0; p < pixels; ++p) {
    const float value = map.mean[label * pixels + p];
    if (!std::isfinite(value)) continue;
    if (spectra::nearestLine(elementLines, map.grid[p], halfWidthNm) != nullptr) inside.push_back(unmasked.size());
    unmasked.push_back(p);
    magnitudes.push_back(std::abs(static_cast<double>(value)));
  }
  WindowShare result;
  for (const spectra::SpectralLine& line : elementLines)
    result.lines += std::any_of(unmasked.begin(), unmasked.end(), [&](std::size_t pixel) {
      return std::abs(map.grid[pixel] - line.vacuumNm) <= halfWidthNm;
    });
  if (result.lines == 0) return result;
  const double total = sumOf(magnitudes);
  result.share = shareAt(magnitudes, inside, 0, total);
  double square = 0.0, reached = 0.0;
  const auto shifts = static_cast<double>(unmasked.size());
  for (std::size_t shift = 0; shift < unmasked.size(); ++shift) {
    const double share = shareAt(magnitudes, inside, shift, total);
    result.chance += share / shifts;
    square += share * share / shifts;
    if (share >= result.share) reached += 1.0;
  }
  result.chanceScatter = std::sqrt(std::max(square - result.chance * result.chance, 0.0));
  result.probability = reached / shifts;

  double memberSquare = 0.0, memberMean = 0.0;
  for (int m = 0; m < map.members; ++m) {
    const std::size_t first = (static_cast<std::size_t>(m) * map.labels.size() + label) * pixels;
    for (std::size_t i = 0; i < unmasked.size(); ++i)
      magnitudes[i] = std::abs(static_cast<double>(map.memberMean[first + unmasked[i]]));
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
  if (share.lines == 0) return Reading::NoLines;
  return share.probability <= kChance ? Reading::Features : Reading::Correlation;
}

std::string noLinesSentence(const spectra::WavelengthGrid& grid, std::span<const std::string> elements) {
  return fmt::format(
      "No line list covers {} at {:.0f}–{:.0f} nm, so it cannot be judged whether the label comes from its "
      "own lines.",
      fmt::join(elements, ", "), grid.first(), grid.last());
}

}  // namespace maury::attribution
