// SPDX-License-Identifier: GPL-3.0-or-later
// What the figures of spectra and of their attribution have in common.
#pragma once

#include <QString>
#include <cstddef>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "ui/pages/spectrum/SpectrumFigure.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

/// values[first …] as doubles.
std::vector<double> doubles(const std::vector<float>& values, std::size_t first, std::size_t count);

AxisSpec wavelengthAxis(const spectra::WavelengthGrid& grid);
/// The same limit on both sides of zero.
AxisSpec signedAxis(const QString& title, const std::vector<double>& values);
/// Diverging about zero, from the magnitude that one value in two hundred exceeds.
ColourScale signedScale(const std::vector<double>& values);
/// "∂[α/M]/∂f", or "Δ[α/M]" for what a pixel adds; with the unit where the label has one that is written.
QString attributionTitle(const attribution::AttributionMap& map, std::size_t label);

std::vector<LineMark> marksOf(const SpectrumContent& content);
/// The spectrum with its band and lines, coloured by its attribution if asked.
void drawFlux(PlotPanel& panel, const SpectrumContent& content, const std::vector<double>& wavelengths);

/// The zoom of the top panel of each column before a drawing; restore() puts it back where home is the same, and shows
/// the home range where the shape of the figure has changed.
class KeptZoom {
public:
  explicit KeptZoom(FigureView& view);
  void restore();

private:
  FigureView& m_view;
  int m_rows, m_columns;
  std::vector<AxisSpec> m_shown, m_home;
};

}  // namespace maury::ui
