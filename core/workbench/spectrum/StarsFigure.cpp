// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/spectrum/StarsFigure.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "workbench/figure/FigureText.h"
#include "workbench/spectrum/SpectrumFigure.h"
#include "workbench/spectrum/SpectrumParts.h"

namespace maury::workbench {

namespace {

constexpr std::size_t kMaxRows = 160;

/// Averages the rows of a matrix in `groups` groups of neighbouring rows. Returns groups × P.
std::vector<float> averageRows(const std::vector<float>& values, std::size_t rows, std::size_t pixels,
                               std::size_t groups) {
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

/// Returns the maps of single stars as cells, averaged to at most kMaxRows rows.
DensityCells heatMap(const StarRows& stars, const spectra::WavelengthGrid& grid) {
  const std::size_t count = stars.sorted.size(), pixels = grid.size();
  DensityCells cells;
  cells.rows = std::min(count, kMaxRows);
  cells.columns = pixels;
  const double half = 0.5 * (grid.last() - grid.first()) / static_cast<double>(pixels - 1);
  cells.xLow = grid.first() - half;
  cells.xHigh = grid.last() + half;
  cells.yLow = 0.0;
  cells.yHigh = static_cast<double>(count);
  cells.values = averageRows(stars.values, count, pixels, cells.rows);
  cells.zeroIsBlank = false;
  cells.scale = signedScale(doubles(cells.values));
  return cells;
}

}  // namespace

Figure starsFigure(const SpectrumContent& content, const SpectrumAppearance& appearance) {
  const StarRows& stars = *content.stars;
  const std::size_t count = stars.sorted.size();
  GridSpec shape;
  shape.rows = 2;
  shape.columns = 2;
  shape.rowStretch = {1.0, 2.2};
  shape.columnStretch = {7.0, 1.0};
  Figure figure(shape);
  figure.keepsZoomX = true;
  Panel& flux = figure.panel(0, 0);
  flux = fluxPanel(content, content.grid.nm(), appearance.colouredBy);
  flux.note(Corner::BottomLeft).markup = content.note;

  Panel& map = figure.panel(1, 0);
  map.x = wavelengthAxis(content.grid);
  map.y.title = "Star, by " + stars.sortTitle;
  map.y.high = static_cast<double>(count);
  map.density = heatMap(stars, content.grid);
  figure.colourBar = {map.density->scale, attributionTitle(*content.map, stars.label)};

  std::vector<double> ranks;
  for (std::size_t i = 0; i < count; ++i)
    ranks.push_back(static_cast<double>(i) + 0.5);
  std::vector<double> sorted = doubles(stars.sorted);
  Panel& value = figure.panel(1, 1);
  value.x.title = stars.sortTitle;
  std::tie(value.x.low, value.x.high) = paddedRange(sorted);
  value.y = map.y;
  value.add("sorted", Line{std::move(sorted), std::move(ranks)});

  Panel& corner = figure.panel(0, 1);
  corner.x = value.x;
  corner.x.ticks = false;
  corner.x.title.clear();
  corner.y = flux.y;
  corner.shade = {countWithNoun(count, "star", "stars")};
  return figure;
}

}  // namespace maury::workbench
