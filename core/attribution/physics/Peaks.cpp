// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/physics/Peaks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/Error.h"

namespace maury::attribution {
namespace {

/// Peak of |attribution|: pixels [begin, end) with the maximum at `top`.
struct PeakRange {
  std::size_t begin = 0, end = 0, top = 0;
};

std::span<const float> rowOf(const AttributionMap& map, const std::vector<float>& table, std::size_t label) {
  if (label >= map.labels.size()) {
    throw Error(ErrorKind::Usage,
                fmt::format("Label {} does not exist: the attribution map has {} labels.", label, map.labels.size()));
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

/// Divides the unmasked pixels [begin, end) into peaks at the minima of |values|; a minimum belongs to the peak after
/// it.
void appendPeaks(std::span<const float> values, std::size_t begin, std::size_t end, std::vector<PeakRange>& ranges) {
  const auto height = [&](std::size_t p) { return std::abs(values[p]); };
  for (std::size_t p = begin; p < end;) {
    PeakRange range{p, end, p};
    while (p + 1 < end && height(p + 1) >= height(p)) {
      ++p;
      if (height(p) > height(range.top)) range.top = p;
    }
    while (p + 1 < end && height(p + 1) <= height(p))
      ++p;
    if (p + 1 < end) {
      range.end = p;
    } else {
      p = end;
    }
    ranges.push_back(range);
  }
}

std::vector<PeakRange> findPeaks(std::span<const float> values) {
  std::vector<PeakRange> ranges;
  std::size_t begin = 0;
  for (std::size_t p = 0; p <= values.size(); ++p) {
    if (p < values.size() && std::isfinite(values[p])) continue;
    appendPeaks(values, begin, p, ranges);
    begin = p + 1;
  }
  return ranges;
}

}  // namespace

std::vector<AttributionPeak> strongestPeaks(const AttributionMap& map, std::size_t label,
                                            const spectra::LineList& lines, double toleranceNm, std::size_t count) {
  const std::span<const float> values = rowOf(map, map.mean, label);
  const std::span<const float> spreads = rowOf(map, map.spread, label);
  std::vector<PeakRange> ranges = findPeaks(values);
  std::erase_if(ranges, [&](const PeakRange& range) { return values[range.top] == 0.0F; });
  // A stable sort keeps equal heights in order of wavelength.
  std::stable_sort(ranges.begin(), ranges.end(), [&](const PeakRange& a, const PeakRange& b) {
    return std::abs(values[a.top]) > std::abs(values[b.top]);
  });
  ranges.resize(std::min(count, ranges.size()));

  const double total = sumOfMagnitudes(values);
  std::vector<AttributionPeak> peaks;
  for (const PeakRange& range : ranges) {
    AttributionPeak peak;
    peak.wavelengthNm = map.grid[range.top];
    peak.height = values[range.top];
    peak.heightError = spreads[range.top];
    peak.share = sumOfMagnitudes(values.subspan(range.begin, range.end - range.begin)) / total;
    peak.line = spectra::nearestLine(lines, peak.wavelengthNm, toleranceNm);
    peaks.push_back(peak);
  }
  return peaks;
}

io::Table peakTable(const AttributionMap& map, const spectra::LineList& lines, double toleranceNm, std::size_t count) {
  std::vector<std::string> label, unit, species;
  std::vector<double> wavelength, height, error, share, lineNm;
  for (std::size_t l = 0; l < map.labels.size(); ++l) {
    for (const AttributionPeak& peak : strongestPeaks(map, l, lines, toleranceNm, count)) {
      label.push_back(map.labels[l].name);
      unit.push_back(map.labels[l].unit);
      wavelength.push_back(peak.wavelengthNm);
      height.push_back(peak.height);
      error.push_back(peak.heightError);
      share.push_back(peak.share);
      species.push_back(peak.line != nullptr ? peak.line->species : std::string());
      lineNm.push_back(peak.line != nullptr ? peak.line->vacuumNm : std::numeric_limits<double>::quiet_NaN());
    }
  }
  io::Table table;
  table.notes = {fmt::format("Strongest peaks of the {} maps of {} stars, ensemble of {} networks",
                             methodName(map.method), map.stars, map.members)};
  table.columns = {{"label", "", label, "Label of the network", "meta.id"},
                   {"label_unit", "", unit, "Unit of the label", "meta.unit"},
                   {"wavelength_nm", "nm", wavelength, "Vacuum wavelength of the peak", "em.wl"},
                   {"height", "", height, "Attribution at the peak, signed", "stat.value"},
                   {"height_error", "", error, "Standard deviation of the height over the networks", "stat.stdev"},
                   {"share", "", share, "Share of the sum of |attribution| of the label", "stat.value;arith.ratio"},
                   {"line_nm", "nm", lineNm, "Vacuum wavelength of the nearest line within the tolerance", "em.wl"},
                   {"species", "", species, "Species of that line", "phys.atmol.element"}};
  return table;
}

}  // namespace maury::attribution
