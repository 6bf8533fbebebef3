// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "attribution/GradientMap.h"
#include "base/Error.h"

namespace maury::attribution {
namespace {

/// A hill of |attribution|: pixels [begin, end) with their highest at `top`.
struct Hill {
  std::size_t begin = 0, end = 0, top = 0;
};

std::span<const float> rowOf(const GradientMap& map, const std::vector<float>& table, std::size_t label) {
  if (label >= map.labels.size()) {
    throw Error(ErrorKind::Usage,
                fmt::format("Label {} was asked of an attribution map of {} labels.", label, map.labels.size()));
  }
  return std::span(table).subspan(label * map.grid.size(), map.grid.size());
}

double sumOfMagnitudes(std::span<const float> values) {
  double sum = 0.0;
  for (const float value : values) {
    if (std::isfinite(value)) sum += std::abs(static_cast<double>(value));
  }
  return sum;
}

/// Cuts the unmasked pixels [begin, end) at the minima of |values|; a minimum opens the hill after it.
void appendHills(std::span<const float> values, std::size_t begin, std::size_t end, std::vector<Hill>& hills) {
  const auto height = [&](std::size_t p) { return std::abs(values[p]); };
  for (std::size_t p = begin; p < end;) {
    Hill hill{p, end, p};
    while (p + 1 < end && height(p + 1) >= height(p)) {
      ++p;
      if (height(p) > height(hill.top)) hill.top = p;
    }
    while (p + 1 < end && height(p + 1) <= height(p))
      ++p;
    if (p + 1 < end) {
      hill.end = p;
    } else {
      p = end;
    }
    hills.push_back(hill);
  }
}

std::vector<Hill> hillsOf(std::span<const float> values) {
  std::vector<Hill> hills;
  std::size_t begin = 0;
  for (std::size_t p = 0; p <= values.size(); ++p) {
    if (p < values.size() && std::isfinite(values[p])) continue;
    appendHills(values, begin, p, hills);
    begin = p + 1;
  }
  return hills;
}

}  // namespace

std::vector<AttributionPeak> strongestPeaks(const GradientMap& map, std::size_t label, const spectra::LineList& lines,
                                            double toleranceNm, std::size_t count) {
  const std::span<const float> values = rowOf(map, map.mean, label);
  const std::span<const float> spreads = rowOf(map, map.spread, label);
  std::vector<Hill> hills = hillsOf(values);
  std::erase_if(hills, [&](const Hill& hill) { return values[hill.top] == 0.0F; });
  // Stable: equal heights stay in order of wavelength.
  std::stable_sort(hills.begin(), hills.end(),
                   [&](const Hill& a, const Hill& b) { return std::abs(values[a.top]) > std::abs(values[b.top]); });
  hills.resize(std::min(count, hills.size()));

  const double total = sumOfMagnitudes(values);
  std::vector<AttributionPeak> peaks;
  for (const Hill& hill : hills) {
    AttributionPeak peak;
    peak.wavelengthNm = map.grid[hill.top];
    peak.height = values[hill.top];
    peak.heightError = spreads[hill.top];
    peak.share = sumOfMagnitudes(values.subspan(hill.begin, hill.end - hill.begin)) / total;
    peak.line = spectra::nearestLine(lines, peak.wavelengthNm, toleranceNm);
    peaks.push_back(peak);
  }
  return peaks;
}

WindowShare shareInWindows(const GradientMap& map, std::size_t label, const spectra::LineList& lines,
                           std::span<const std::string> elements, double halfWidthNm) {
  const std::span<const float> values = rowOf(map, map.mean, label);
  spectra::LineList wanted;
  for (const spectra::SpectralLine& line : lines) {
    if (std::find(elements.begin(), elements.end(), line.element()) != elements.end()) wanted.push_back(line);
  }
  double inside = 0.0, pixels = 0.0, pixelsInside = 0.0;
  for (std::size_t p = 0; p < values.size(); ++p) {
    if (!std::isfinite(values[p])) continue;
    pixels += 1.0;
    if (spectra::nearestLine(wanted, map.grid[p], halfWidthNm) == nullptr) continue;
    pixelsInside += 1.0;
    inside += std::abs(static_cast<double>(values[p]));
  }
  const double total = sumOfMagnitudes(values);
  WindowShare result;
  if (total > 0.0) result.share = inside / total;
  if (pixels > 0.0) result.chance = pixelsInside / pixels;
  return result;
}

}  // namespace maury::attribution
