// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/SpectrumFigure.h"

#include <algorithm>
#include <cmath>

#include "survey/LabelNames.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr double kSpectrumStretch = 2.0;  ///< height of the spectrum in heights of a label's row
constexpr double kRoomForNames = 0.22;    ///< share of the flux range kept above it for the lines' names

std::vector<double> doubles(const std::vector<float>& values, std::size_t first, std::size_t count) {
  const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

AxisSpec wavelengthAxis(const spectra::WavelengthGrid& grid) {
  AxisSpec axis;
  axis.title = QStringLiteral("vacuum wavelength (nm)");
  axis.low = grid.first();
  axis.high = grid.last();
  return axis;
}

/// Range of the flux between its rarest values, so that one cosmic ray does not flatten the spectrum.
AxisSpec fluxAxis(const std::vector<double>& flux) {
  std::vector<double> finite;
  std::copy_if(flux.begin(), flux.end(), std::back_inserter(finite), [](double value) { return std::isfinite(value); });
  AxisSpec axis;
  axis.title = QStringLiteral("flux");
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

/// The same limit on both sides of zero.
AxisSpec gradientAxis(const network::ModelLabel& label, const std::vector<double>& mean) {
  double limit = 0.0;
  for (const double value : mean) {
    if (std::isfinite(value)) limit = std::max(limit, std::abs(value));
  }
  AxisSpec axis;
  const QString name = QString::fromStdString(survey::displayName(label.name));
  axis.title = label.unit == "K" ? QStringLiteral("∂%1/∂f (K)").arg(name) : QStringLiteral("∂%1/∂f").arg(name);
  axis.high = limit > 0.0 ? 1.15 * limit : 1.0;
  axis.low = -axis.high;
  return axis;
}

std::vector<LineMark> marksOf(const SpectrumContent& content) {
  std::vector<LineMark> marks;
  for (const spectra::SpectralLine& line : content.lines) {
    const QString species = QString::fromStdString(line.species);
    marks.push_back({line.vacuumNm, species, speciesInk(species), content.lineHalfWidthNm, std::max(line.depth, 1e-3)});
  }
  return marks;
}

void drawFlux(PlotPanel& panel, const SpectrumContent& content, const std::vector<double>& wavelengths) {
  const std::vector<double> flux = doubles(content.flux, 0, content.flux.size());
  panel.setAxes(wavelengthAxis(content.grid), fluxAxis(flux));
  if (!content.spread.empty()) {
    std::vector<double> low(flux), high(flux);
    for (std::size_t i = 0; i < flux.size(); ++i) {
      low[i] -= static_cast<double>(content.spread[i]);
      high[i] += static_cast<double>(content.spread[i]);
    }
    panel.setBand(QStringLiteral("spread"), wavelengths, std::move(low), std::move(high), Ink::Role::Accent);
  }
  panel.setLine(QStringLiteral("flux"), wavelengths, flux);
  panel.setLineMarks(marksOf(content));
  panel.setNote(Corner::BottomLeft, content.note);
}

void drawGradient(PlotPanel& panel, const SpectrumContent& content, std::size_t label,
                  const std::vector<double>& wavelengths) {
  const attribution::AttributionMap& map = *content.map;
  const std::size_t pixels = map.grid.size();
  const std::vector<double> mean = doubles(map.mean, label * pixels, pixels);
  panel.setAxes(wavelengthAxis(map.grid), gradientAxis(map.labels[label], mean));
  const Ink ink = labelInk(QString::fromStdString(map.labels[label].name));
  if (map.members > 1) {
    std::vector<double> low(mean), high(mean);
    for (std::size_t i = 0; i < pixels; ++i) {
      low[i] -= static_cast<double>(map.spread[label * pixels + i]);
      high[i] += static_cast<double>(map.spread[label * pixels + i]);
    }
    panel.setBand(QStringLiteral("spread"), wavelengths, std::move(low), std::move(high), ink, 0.3);
  }
  LineStyle style;
  style.ink = ink;
  panel.setHorizontalMark(QStringLiteral("zero"), 0.0, {}, Ink::Role::Border);
  panel.setLine(QStringLiteral("gradient"), wavelengths, mean, style);
  panel.setLineMarks(marksOf(content), false);
}

}  // namespace

void drawSpectrum(FigureView& view, const SpectrumContent& content) {
  const std::size_t labels = content.map ? content.map->labels.size() : 0;
  GridSpec spec;
  spec.rows = static_cast<int>(1 + labels);
  spec.rowStretch.assign(1 + labels, 1.0);
  spec.rowStretch.front() = labels > 0 ? kSpectrumStretch : 1.0;
  spec.shareY = false;
  const AxisSpec before = view.panel().xAxis(), home = view.panel().homeX();
  view.setGrid(spec);

  const std::vector<double> wavelengths = content.grid.nm();
  for (int row = 0; row < spec.rows; ++row)
    view.panel(row).clear();
  drawFlux(view.panel(), content, wavelengths);
  for (std::size_t label = 0; label < labels; ++label) {
    drawGradient(view.panel(static_cast<int>(1 + label)), content, label, wavelengths);
  }
  const AxisSpec& now = view.panel().homeX();
  if (home.low == now.low && home.high == now.high) {
    for (int row = 0; row < spec.rows; ++row)
      view.panel(row).setXRange(before.low, before.high);
  }
}

}  // namespace maury::ui
