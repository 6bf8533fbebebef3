// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/spectrum/SpectrumParts.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "survey/names/LabelNames.h"
#include "workbench/figure/Inks.h"

namespace maury::workbench {

namespace {

constexpr double kNameSpace = 0.22;  ///< space above the flux for the line names, as a share of its range

/// Returns an axis over the flux without the outermost 0.05 % at each end, so that one cosmic ray does not flatten the
/// spectrum.
Axis fluxAxis(const std::vector<double>& flux) {
  std::vector<double> finite;
  std::copy_if(flux.begin(), flux.end(), std::back_inserter(finite), [](double value) { return std::isfinite(value); });
  Axis axis;
  axis.title = "Flux";
  if (finite.empty()) return axis;
  std::sort(finite.begin(), finite.end());
  const auto quantile = [&finite](double share) {
    return finite[static_cast<std::size_t>(share * static_cast<double>(finite.size() - 1))];
  };
  const double low = quantile(0.0005), high = quantile(0.9995), range = std::max(high - low, 1e-6);
  axis.low = low - 0.05 * range;
  axis.high = high + kNameSpace * range;
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
  axis.title = "Vacuum wavelength (nm)";
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
  const auto limit =
      magnitudes.begin() + static_cast<std::ptrdiff_t>(0.995 * static_cast<double>(magnitudes.size() - 1));
  std::nth_element(magnitudes.begin(), limit, magnitudes.end());
  scale.high = *limit > 0.0 ? *limit : 1.0;
  scale.low = -scale.high;
  return scale;
}

std::string attributionTitle(const attribution::AttributionMap& map, std::size_t label) {
  const std::string name = survey::displayName(map.labels[label].name);
  const std::string quantity = attribution::isDerivative(map.method) ? "∂" + name + "/∂f" : "Δ" + name;
  return quantity + survey::unitSuffix(map.labels[label].unit);
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
    // Broad, under the thin dark line, because near zero it has the colour of the background.
    panel.add("attribution", ColouredLine{wavelengths, flux, std::move(values), scale, 5.0});
  }
  panel.add("flux", Line{wavelengths, std::move(flux)});
  panel.lineMarks = lineMarks(content.lines, content.lineHalfWidthNm, true);
  return panel;
}

}  // namespace maury::workbench
