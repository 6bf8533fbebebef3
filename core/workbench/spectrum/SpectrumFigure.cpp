// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/spectrum/SpectrumFigure.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "workbench/figure/FigureText.h"
#include "workbench/figure/Inks.h"
#include "workbench/spectrum/InputsFigure.h"
#include "workbench/spectrum/SpectrumParts.h"
#include "workbench/spectrum/StarsFigure.h"

namespace maury::workbench {

namespace {

constexpr double kSpectrumStretch = 2.0;  ///< height of the spectrum relative to the row of a label
constexpr double kBetweenWindows = 10.0;  ///< px

/// Adds the ideal response of a mock to the map of a label and, if `withScore`, a note on how
/// well they agree.
void addTruth(Panel& panel, const SpectrumContent& content, std::size_t label, const std::vector<double>& wavelengths,
              bool withScore) {
  const attribution::AttributionMap& map = *content.map;
  const int index = validation::TruthFilter::indexOf(map.labels[label].name);
  if (!content.truth || index < 0 || !attribution::isDerivative(map.method)) return;
  const auto first = content.truth->filter.begin() +
                     static_cast<std::ptrdiff_t>(index) * static_cast<std::ptrdiff_t>(content.grid.size());
  panel.add("truth", Line{wavelengths,
                          {first, first + static_cast<std::ptrdiff_t>(content.grid.size())},
                          {.ink = Ink::Role::Muted, .width = 1.0}});
  if (!withScore) return;
  const auto score = validation::scoreMap(*content.truth, map, label, 2.0 * content.lineHalfWidthNm);
  panel.note(Corner::BottomRight).markup =
      fmt::format("r = {}, {} of {} lines", valueText(score.correlation, 2), score.linesShared, score.linesCompared);
}

Panel mapPanel(const SpectrumContent& content, std::size_t label, const std::vector<double>& wavelengths,
               bool showsTruth, bool isLastColumn) {
  const attribution::AttributionMap& map = *content.map;
  const std::size_t pixels = map.grid.size();
  std::vector<double> mean = doubles(map.mean, label * pixels, pixels);
  Panel panel;
  panel.x = wavelengthAxis(map.grid);
  panel.y = signedAxis(attributionTitle(map, label), mean);
  const Ink ink = labelInk(map.labels[label].name);
  if (showsTruth) addTruth(panel, content, label, wavelengths, isLastColumn);
  if (map.members > 1)
    panel.add("spread", spreadBand(wavelengths, mean, doubles(map.spread, label * pixels, pixels), ink, 0.3));
  panel.add("zero", HorizontalMark{.y = 0.0, .ink = Ink::Role::Border});
  panel.add("gradient", Line{wavelengths, std::move(mean), {.ink = ink}});
  panel.lineMarks = lineMarks(content.lines, content.lineHalfWidthNm, false);
  return panel;
}

std::string joinNonEmpty(const std::string& first, const std::string& second) {
  return first.empty() ? second : second.empty() ? first : first + " · " + second;
}

GridSpec spectrumGrid(std::size_t labels, bool twoWindows) {
  GridSpec shape;
  shape.rows = static_cast<int>(1 + labels);
  shape.columns = twoWindows ? 2 : 1;
  shape.rowStretch.assign(1 + labels, 1.0);
  shape.rowStretch.front() = labels > 0 ? kSpectrumStretch : 1.0;
  shape.shareY = twoWindows;
  if (twoWindows) shape.gap = kBetweenWindows;
  return shape;
}

/// Makes column 0 show the left half of the wavelengths initially, and column 1 the right half.
void splitWindows(Figure& figure, const spectra::WavelengthGrid& grid) {
  const double middle = 0.5 * (grid.first() + grid.last());
  figure.panel(0, 0).initialX = {grid.first(), middle};
  figure.panel(0, 1).initialX = {middle, grid.last()};
}

}  // namespace

Figure spectrumFigure(const SpectrumContent& content, const SpectrumAppearance& appearance) {
  const std::size_t labels = content.map ? content.map->labels.size() : 0;
  const bool twoWindows = appearance.twoWindows && labels > 0;
  // The ideal response is a derivative, so it is not comparable with other attributions.
  const bool showsTruth =
      appearance.showsTruth && content.truth && content.map && attribution::isDerivative(content.map->method);
  Figure figure(spectrumGrid(labels, twoWindows));
  figure.keepsZoomX = true;
  figure.height = labels > 0 ? 260.0 + 120.0 * static_cast<double>(labels) : 360.0;
  const std::string truthNote =
      showsTruth ? fmt::format("grey: ideal response at S/N {}", std::lround(content.truth->snr)) : "";
  const std::vector<double> wavelengths = content.grid.nm();
  for (int column = 0; column < figure.grid.columns; ++column) {
    const bool isFirst = column == 0, isLast = column + 1 == figure.grid.columns;
    Panel& flux = figure.panel(0, column);
    flux = fluxPanel(content, wavelengths, appearance.colouredBy);
    flux.note(Corner::BottomLeft).markup = joinNonEmpty(isFirst ? content.note : "", isLast ? truthNote : "");
    for (std::size_t label = 0; label < labels; ++label)
      figure.panel(static_cast<int>(1 + label), column) = mapPanel(content, label, wavelengths, showsTruth, isLast);
  }
  if (twoWindows) splitWindows(figure, content.grid);
  if (appearance.colouredBy && content.map) {
    const std::size_t pixels = content.grid.size();
    figure.colourBar = {signedScale(doubles(content.map->mean, *appearance.colouredBy * pixels, pixels)),
                        attributionTitle(*content.map, *appearance.colouredBy)};
  }
  return figure;
}

Figure spectrumPageFigure(const SpectrumContent& content, const SpectrumAppearance& appearance,
                          const std::vector<network::ModelInput>& inputs) {
  using View = SpectrumAppearance::View;
  if (content.map && appearance.view == View::Inputs) return inputsFigure(content, appearance, inputs);
  if (content.map && appearance.view == View::Stars && content.stars && !content.stars->sorted.empty())
    return starsFigure(content, appearance);
  return spectrumFigure(content, appearance);
}

}  // namespace maury::workbench
