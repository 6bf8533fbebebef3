// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <tuple>

#include "ui/pages/spectrum/FigureParts.h"
#include "ui/pages/spectrum/SpectrumFigure.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

/// Mean of rows of a matrix in at most `most` groups of neighbours: groups × P.
std::vector<float> grouped(const std::vector<float>& values, std::size_t rows, std::size_t pixels, std::size_t groups) {
  std::vector<float> result(groups * pixels, 0.0F);
  for (std::size_t group = 0; group < groups; ++group) {
    const std::size_t first = group * rows / groups, last = (group + 1) * rows / groups;
    for (std::size_t row = first; row < last; ++row) {
      for (std::size_t p = 0; p < pixels; ++p)
        result[group * pixels + p] += values[row * pixels + p] / static_cast<float>(last - first);
    }
  }
  return result;
}

}  // namespace

void drawStars(FigureView& view, const SpectrumContent& content) {
  constexpr std::size_t kMostRows = 160;
  const StarRows& stars = *content.stars;
  const std::size_t count = stars.sorted.size(), pixels = content.grid.size();
  GridSpec spec;
  spec.rows = 2;
  spec.columns = 2;
  spec.rowStretch = {1.0, 2.2};
  spec.columnStretch = {7.0, 1.0};
  KeptZoom zoom(view);
  view.setGrid(spec);
  view.setColumnHeadings({});
  for (int row = 0; row < 2; ++row) {
    for (int column = 0; column < 2; ++column) {
      view.panel(row, column).clear();
      view.panel(row, column).clearDensity();
    }
  }
  drawFlux(view.panel(0, 0), content, content.grid.nm());
  view.panel(0, 0).setNote(Corner::BottomLeft, content.note);

  DensityCells cells;
  cells.rows = std::min(count, kMostRows);
  cells.columns = pixels;
  const double half = 0.5 * (content.grid.last() - content.grid.first()) / static_cast<double>(pixels - 1);
  cells.xLow = content.grid.first() - half;
  cells.xHigh = content.grid.last() + half;
  cells.yLow = 0.0;
  cells.yHigh = static_cast<double>(count);
  cells.values = grouped(stars.values, count, pixels, cells.rows);
  cells.zeroIsBlank = false;
  cells.scale = signedScale(doubles(cells.values, 0, cells.values.size()));
  AxisSpec number;
  number.title = QStringLiteral("star, by %1").arg(stars.sortTitle);
  number.high = static_cast<double>(count);
  view.panel(1, 0).setAxes(wavelengthAxis(content.grid), number);
  const ColourScale scale = cells.scale;
  view.panel(1, 0).setDensity(std::move(cells));

  std::vector<double> ranks;
  for (std::size_t i = 0; i < count; ++i)
    ranks.push_back(static_cast<double>(i) + 0.5);
  const std::vector<double> sorted = doubles(stars.sorted, 0, count);
  AxisSpec value;
  value.title = stars.sortTitle;
  std::tie(value.low, value.high) = rangeOf(sorted);
  view.panel(1, 1).setAxes(value, number);
  view.panel(1, 1).setLine(QStringLiteral("sorted"), sorted, ranks);
  AxisSpec none = value;
  none.ticks = false;
  none.title.clear();
  view.panel(0, 1).setAxes(none, view.panel(0, 0).homeY());
  view.panel(0, 1).setShaded(true, QStringLiteral("%L1 stars").arg(count));
  view.setColourBar({scale, attributionTitle(*content.map, stars.label)});
}

}  // namespace maury::ui
