// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/FigureParts.h"

#include <algorithm>
#include <cmath>

#include "survey/dataset/LabelNames.h"

namespace maury::ui {

namespace {

constexpr double kRoomForNames = 0.22;  ///< share of the flux range kept above it for the lines' names

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

}  // namespace

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

AxisSpec signedAxis(const QString& title, const std::vector<double>& values) {
  double limit = 0.0;
  for (const double value : values) {
    if (std::isfinite(value)) limit = std::max(limit, std::abs(value));
  }
  AxisSpec axis;
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

QString attributionTitle(const attribution::AttributionMap& map, std::size_t label) {
  const QString name = QString::fromStdString(survey::displayName(map.labels[label].name));
  const QString what =
      attribution::isDerivative(map.method) ? QStringLiteral("∂%1/∂f").arg(name) : QStringLiteral("Δ%1").arg(name);
  return map.labels[label].unit == "K" ? what + QStringLiteral(" (K)") : what;
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
  if (content.colouredBy && content.map) {
    const std::vector<double> values =
        doubles(content.map->mean, *content.colouredBy * content.grid.size(), content.grid.size());
    // Broad, below the thin dark line: near zero its colour is the background's.
    panel.setColouredLine(QStringLiteral("attribution"), wavelengths, flux, values, signedScale(values), 5.0);
  }
  panel.setLine(QStringLiteral("flux"), wavelengths, flux);
  panel.setLineMarks(marksOf(content));
}

KeptZoom::KeptZoom(FigureView& view) : m_view(view), m_rows(view.grid().rows), m_columns(view.grid().columns) {
  for (int column = 0; column < m_columns; ++column) {
    m_shown.push_back(view.panel(0, column).xAxis());
    m_home.push_back(view.panel(0, column).homeX());
  }
}

void KeptZoom::restore() {
  const bool sameShape = m_view.grid().columns == m_columns && (m_view.grid().rows > 1) == (m_rows > 1);
  for (int column = 0; column < m_view.grid().columns; ++column) {
    const AxisSpec& home = m_view.panel(0, column).homeX();
    double low = home.low, high = home.high;
    if (sameShape) {
      const auto at = static_cast<std::size_t>(column);
      if (m_home[at].low != low || m_home[at].high != high) continue;
      low = m_shown[at].low, high = m_shown[at].high;
    }
    for (int row = 0; row < m_view.grid().rows; ++row)
      m_view.panel(row, column).setXRange(low, high);
  }
}

}  // namespace maury::ui
