// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/SpectrumFigure.h"

#include <cmath>

#include "ui/models/StarColumns.h"
#include "ui/pages/spectrum/FigureParts.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr double kSpectrumStretch = 2.0;  ///< height of the spectrum in heights of a label's row

/// What the best linear filter would read, at the scale of the map; how alike they are is said `withScore`.
void drawTruth(PlotPanel& panel, const SpectrumContent& content, std::size_t label,
               const std::vector<double>& wavelengths, bool withScore) {
  const attribution::AttributionMap& map = *content.map;
  const int index = validation::TruthFilter::indexOf(map.labels[label].name);
  if (!content.truth || index < 0 || !attribution::isDerivative(map.method)) return;
  const auto first = content.truth->filter.begin() +
                     static_cast<std::ptrdiff_t>(index) * static_cast<std::ptrdiff_t>(content.grid.size());
  std::vector<double> filter(first, first + static_cast<std::ptrdiff_t>(content.grid.size()));
  LineStyle style;
  style.ink = Ink::Role::Muted;
  style.width = 1.0;
  panel.setLine(QStringLiteral("truth"), wavelengths, std::move(filter), style);
  if (!withScore) return;
  const auto score = validation::scoreAgainst(*content.truth, map, label, 2.0 * content.lineHalfWidthNm);
  panel.setNote(Corner::BottomRight, QStringLiteral("r = %1, %2 of %3 lines")
                                         .arg(valueText(score.correlation, 2))
                                         .arg(score.linesShared)
                                         .arg(score.linesCompared));
}

void drawGradient(PlotPanel& panel, const SpectrumContent& content, std::size_t label,
                  const std::vector<double>& wavelengths, bool lastColumn) {
  const attribution::AttributionMap& map = *content.map;
  const std::size_t pixels = map.grid.size();
  const std::vector<double> mean = doubles(map.mean, label * pixels, pixels);
  panel.setAxes(wavelengthAxis(map.grid), signedAxis(attributionTitle(map, label), mean));
  const Ink ink = labelInk(QString::fromStdString(map.labels[label].name));
  drawTruth(panel, content, label, wavelengths, lastColumn);
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

/// The home of column 1 of two windows: the right half of the wavelengths.
void splitWindows(FigureView& view, const spectra::WavelengthGrid& grid) {
  const double middle = 0.5 * (grid.first() + grid.last());
  for (int row = 0; row < view.grid().rows; ++row) {
    view.panel(row, 0).setXRange(grid.first(), middle);
    view.panel(row, 1).setXRange(middle, grid.last());
  }
}

}  // namespace

void drawSpectrum(FigureView& view, const SpectrumContent& content) {
  const std::size_t labels = content.map ? content.map->labels.size() : 0;
  GridSpec spec;
  spec.rows = static_cast<int>(1 + labels);
  spec.columns = content.twoWindows ? 2 : 1;
  spec.rowStretch.assign(1 + labels, 1.0);
  spec.rowStretch.front() = labels > 0 ? kSpectrumStretch : 1.0;
  spec.shareY = content.twoWindows;
  spec.gap = content.twoWindows ? 10.0 : spec.gap;
  const bool sameShape = view.grid().columns == spec.columns;
  KeptZoom zoom(view);
  view.setGrid(spec);
  view.clearColourBar();
  view.setColumnHeadings({});

  const std::vector<double> wavelengths = content.grid.nm();
  for (int column = 0; column < spec.columns; ++column) {
    for (int row = 0; row < spec.rows; ++row)
      view.panel(row, column).clear();
    for (int row = 0; row < spec.rows; ++row)
      view.panel(row, column).clearDensity();
    const bool first = column == 0, last = column + 1 == spec.columns;
    drawFlux(view.panel(0, column), content, wavelengths);
    QStringList notes;
    if (first) notes << content.note;
    if (last) notes << content.truthNote;
    notes.removeAll({});
    view.panel(0, column).setNote(Corner::BottomLeft, notes.join(QStringLiteral(" · ")));
    for (std::size_t label = 0; label < labels; ++label)
      drawGradient(view.panel(static_cast<int>(1 + label), column), content, label, wavelengths, last);
  }
  zoom.restore();
  if (content.twoWindows && !sameShape) splitWindows(view, content.grid);
  if (content.colouredBy && content.map) {
    const auto values = doubles(content.map->mean, *content.colouredBy * content.grid.size(), content.grid.size());
    view.setColourBar({signedScale(values), attributionTitle(*content.map, *content.colouredBy)});
  }
}

}  // namespace maury::ui
