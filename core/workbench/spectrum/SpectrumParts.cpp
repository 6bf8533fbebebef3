// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/spectrum/SpectrumParts.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "survey/dataset/LabelNames.h"
#include "workbench/figure/Inks.h"

namespace maury::workbench {

namespace {

constexpr double kRoomForNames = 0.22;  ///< share of the flux range kept above it for the lines' names

/// Range of the flux between its rarest values, so that one cosmic ray does not flatten the spectrum.
Axis fluxAxis(const std::vector<double>& flux) {
  std::vector<double> finite;
  std::copy_if(flux.begin(), flux.end(), std::back_inserter(finite), [](double value) { return std::isfinite(value); });
  Axis axis;
  axis.title = "flux";
  if (finite.empty()) return axis;
  std::sort(finite.begin(), finite.end());
  const auto at = [&finite](double share) {
    return finite[static_cast<std::size_t>(share * static_cast<double>(finite.size() - 1))];
  };
  const double low = at(0.0005), high = at(0.9995), range = std::max(high - low, 1e-6);
  axis.low = low - 0.05 * range;
  axis.high = high + kRoomForNames * range;
  return axis;
}

}  // namespace

std::vector<double> doubles(const std::vector<float>& values, std::size_t first, std::size_t count) {
  const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

std::vector<double> doubles(const std::vector<float>& values) {
  return {values.begin(), values.end()};
}

Axis wavelengthAxis(const spectra::WavelengthGrid& grid) {
  Axis axis;
  axis.title = "vacuum wavelength (nm)";
  axis.low = grid.first();
  axis.high = grid.last();
  return axis;
}

Axis signedAxis(const std::string& title, const std::vector<double>& values) {
  double limit = 0.0;
  for (const double value : values) {
    if (std::isfinite(value)) limit = std::max(limit, std::abs(value));
  }
  Axis axis;
  axis.title = title;
  axis.high = limit > 0.0 ? 1.15 * limit : 1.0;
  axis.low = -axis.high;
  return axis;
}

ColourScale signedScale(const std::vector<double>& values) {
  std::vector<double> magnitudes;
  for (const double value : values) {
    if (std::isfinite(value)) magnitudes.push_back(std::abs(value));
  }
  ColourScale scale{ColourMapName::Diverging, Scaling::Signed, -1.0, 1.0};
  if (magnitudes.empty()) return scale;
  const auto at = magnitudes.begin() + static_cast<std::ptrdiff_t>(0.995 * static_cast<double>(magnitudes.size() - 1));
  std::nth_element(magnitudes.begin(), at, magnitudes.end());
  scale.high = *at > 0.0 ? *at : 1.0;
  scale.low = -scale.high;
  return scale;
}

std::string attributionTitle(const attribution::AttributionMap& map, std::size_t label) {
  const std::string name = survey::displayName(map.labels[label].name);
  const std::string what = attribution::isDerivative(map.method) ? "∂" + name + "/∂f" : "Δ" + name;
  return what + survey::unitSuffix(map.labels[label].unit);
}

Band spreadBand(const std::vector<double>& x, const std::vector<double>& mean, const std::vector<double>& spread,
                const Ink& ink, double opacity) {
  Band band{x, mean, mean, ink, opacity};
  for (std::size_t i = 0; i < mean.size(); ++i) {
    band.low[i] -= spread[i];
    band.high[i] += spread[i];
  }
  return band;
}

LineMarks lineMarks(const spectra::LineList& lines, double halfWidthNm, bool showText) {
  LineMarks marks{{}, showText};
  for (const spectra::SpectralLine& line : lines)
    marks.marks.push_back(
        {line.vacuumNm, line.species, speciesInk(line.species), halfWidthNm, std::max(line.depth, 1e-3)});
  return marks;
}

Panel fluxPanel(const SpectrumContent& content, const std::vector<double>& wavelengths,
                const std::optional<std::size_t>& colouredBy) {
  std::vector<double> flux = doubles(content.flux);
  Panel panel;
  panel.x = wavelengthAxis(content.grid);
  panel.y = fluxAxis(flux);
  if (!content.spread.empty())
    panel.add("spread", spreadBand(wavelengths, flux, doubles(content.spread), Ink::Role::Accent, Band{}.opacity));
  if (colouredBy && content.map) {
    std::vector<double> values = doubles(content.map->mean, *colouredBy * content.grid.size(), content.grid.size());
    const ColourScale scale = signedScale(values);
    // Broad, below the thin dark line: near zero its colour is the background's.
    panel.add("attribution", ColouredLine{wavelengths, flux, std::move(values), scale, 5.0});
  }
  panel.add("flux", Line{wavelengths, std::move(flux)});
  panel.lineMarks = lineMarks(content.lines, content.lineHalfWidthNm, true);
  return panel;
}

}  // namespace maury::workbench
