// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/GalaxyFigure.h"

#include <algorithm>
#include <cmath>

#include "survey/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/DensityLayer.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr int kContourSteps = 3;

QString rangeText(double low, double high, const QString& symbol, bool unit) {
  return QStringLiteral("%1 < %2 < %3%4").arg(low).arg(symbol).arg(high).arg(unit ? QStringLiteral(" kpc") : QString());
}

/// Without a title: the grid has one for all panels.
AxisSpec axisOf(double low, double high) {
  AxisSpec axis;
  axis.low = low;
  axis.high = high;
  return axis;
}

/// The colour scale that all panels share; `fullest` is the largest count of any cell.
ColourScale scaleFor(const GalaxyFigureOptions& options, double fullest) {
  ColourScale scale{ColourMapName::Cividis, options.scaling, 0.0, 1.0};
  if (options.commonScale) {
    scale.high = std::max(fullest, 2.0);
    if (options.scaling == Scaling::Log) scale.low = 1.0;
  } else if (options.scaling == Scaling::Log) {
    scale.low = 0.01;
  }
  return scale;
}

/// Per panel or common: the cells in shares of the fullest cell, or as counts.
DensityCells cellsOf(const galaxy::Density& counts, const ColourScale& scale, bool relative) {
  DensityCells cells = densityLayer(counts, scale);
  if (relative) {
    const float fullest = *std::max_element(cells.values.begin(), cells.values.end());
    for (float& value : cells.values)
      value /= std::max(fullest, 1.0F);
  }
  return cells;
}

std::vector<ContourLevel> contourLevels(const std::vector<std::vector<galaxy::Polyline>>& contours) {
  std::vector<ContourLevel> levels;
  for (std::size_t level = 0; level < contours.size(); ++level) {
    ContourLevel drawn;
    // Inner contours darker: the levels come in the order of the fractions, smallest (innermost) first.
    const double depth = static_cast<double>(std::min<std::size_t>(level, kContourSteps - 1)) / kContourSteps;
    drawn.ink = Ink(Ink::Role::Text).faded(1.0 - 0.5 * depth);
    for (const galaxy::Polyline& line : contours[level]) {
      ContourLine points;
      points.closed = line.closed;
      for (const galaxy::Point& point : line.points)
        points.points.emplace_back(point.x, point.y);
      drawn.lines.push_back(std::move(points));
    }
    levels.push_back(std::move(drawn));
  }
  return levels;
}

void drawPanel(PlotPanel& panel, const galaxy::Panel& data, const galaxy::PanelGrid& grid, const survey::Dataset& stars,
               const GalaxyFigureOptions& options, const ColourScale& scale) {
  panel.clear();
  const galaxy::CellGrid& cells = grid.options.cells;
  panel.setAxes(axisOf(cells.xLow, cells.xHigh), axisOf(cells.yLow, cells.yHigh));
  panel.setNote(Corner::BottomLeft, QStringLiteral("N = %1").arg(countText(data.stars.size())));
  if (data.stars.empty()) {
    panel.clearDensity();
    panel.setShaded(true);
    return;
  }
  const bool few = data.contours.empty();
  panel.setShaded(few);
  if (few) {
    panel.clearDensity();
    const std::vector<double> x = stars.numeric(grid.options.xName), y = stars.numeric(grid.options.yName);
    std::vector<double> chosenX, chosenY;
    for (const std::size_t star : data.stars) {
      chosenX.push_back(x[star]);
      chosenY.push_back(y[star]);
    }
    panel.setPoints(QStringLiteral("stars"), std::move(chosenX), std::move(chosenY), Ink::Role::Muted, 1.6);
    return;
  }
  panel.setDensity(cellsOf(data.counts, scale, !options.commonScale));
  panel.setContours(QStringLiteral("contours"), contourLevels(data.contours));
}

}  // namespace

void drawGalaxy(FigureView& view, const galaxy::PanelGrid& grid, const survey::Dataset& stars,
                const GalaxyFigureOptions& options) {
  double fullest = 0.0;
  for (const galaxy::Panel& panel : grid.panels) {
    if (panel.contours.empty()) continue;
    fullest = std::max<double>(fullest, *std::max_element(panel.counts.values.begin(), panel.counts.values.end()));
  }
  const ColourScale scale = scaleFor(options, fullest);

  const bool one = options.enlarged.has_value();
  const std::size_t columns = one ? 1 : grid.columns, rows = one ? 1 : grid.rows;
  GridSpec spec;
  spec.columns = static_cast<int>(columns);
  spec.rows = static_cast<int>(rows);
  spec.linkAll = true;
  view.setGrid(spec);

  QStringList columnHeadings, rowHeadings;
  for (std::size_t viewRow = 0; viewRow < rows; ++viewRow) {
    const std::size_t row = one ? options.enlarged->row : rows - 1 - viewRow;
    for (std::size_t viewColumn = 0; viewColumn < columns; ++viewColumn) {
      const std::size_t column = one ? options.enlarged->column : viewColumn;
      const galaxy::Panel& panel = grid.at(column, row);
      drawPanel(view.panel(static_cast<int>(viewRow), static_cast<int>(viewColumn)), panel, grid, stars, options,
                scale);
      if (viewRow == 0) {
        columnHeadings << rangeText(panel.radiusLowKpc, panel.radiusHighKpc, QStringLiteral("R"), columns <= 7);
      }
      if (viewColumn == 0) {
        rowHeadings << rangeText(panel.heightLowKpc, panel.heightHighKpc, QStringLiteral("|Z|"), rows <= 3);
      }
    }
  }
  if (stars.provenance.isMock) view.panel(0, spec.columns - 1).setNote(Corner::TopRight, QStringLiteral("mock"));
  view.setColumnHeadings(columnHeadings);
  view.setRowHeadings(rowHeadings);
  const auto titleOf = [&stars](const std::string& name) {
    return QString::fromStdString(survey::axisLabel(name, stars.unitOf(name)));
  };
  view.setCommonTitles(titleOf(grid.options.xName), titleOf(grid.options.yName));
  view.setColourBar({scale, options.commonScale ? QStringLiteral("stars per cell")
                                                : QStringLiteral("stars per cell / panel's most")});
}

}  // namespace maury::ui
