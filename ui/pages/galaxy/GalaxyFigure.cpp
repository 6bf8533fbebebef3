// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/GalaxyFigure.h"

#include <algorithm>
#include <cmath>

#include "survey/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/DensityLayer.h"
#include "ui/pages/galaxy/SubsetLayer.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr int kContourSteps = 3;
constexpr std::size_t kMostSubsetPoints = 300;  ///< of a subset in a panel; more are drawn as contours

/// A label's values without a copy of the million.
class ValueReader {
public:
  ValueReader(const survey::Dataset& stars, const std::string& name) : m_label(stars.findLabel(name)) {
    if (m_label == nullptr) m_values = stars.numeric(name);
  }
  double operator[](std::size_t star) const {
    return m_label != nullptr ? static_cast<double>(m_label->values[star]) : m_values[star];
  }

private:
  const survey::Label* m_label;
  std::vector<double> m_values;
};

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

/// The panel's stars one by one.
void drawStars(PlotPanel& panel, const QString& key, const galaxy::Panel& data, const galaxy::PanelGridOptions& options,
               const survey::Dataset& stars, const Ink& ink, double radius) {
  if (data.stars.empty()) return;
  const ValueReader x(stars, options.xName), y(stars, options.yName);
  std::vector<double> chosenX, chosenY;
  for (const std::size_t star : data.stars) {
    chosenX.push_back(x[star]);
    chosenY.push_back(y[star]);
  }
  panel.setPoints(key, std::move(chosenX), std::move(chosenY), ink, radius);
}

/// Inner contours darker: the levels come in the order of the fractions, smallest (innermost) first.
std::vector<ContourLevel> panelContours(const galaxy::Panel& panel) {
  std::vector<ContourLevel> levels = contourLevels(panel.contours, Ink::Role::Text, 1.0);
  for (std::size_t level = 0; level < levels.size(); ++level) {
    const double depth = static_cast<double>(std::min<std::size_t>(level, kContourSteps - 1)) / kContourSteps;
    levels[level].ink = Ink(Ink::Role::Text).faded(1.0 - 0.5 * depth);
  }
  return levels;
}

/// Few stars as points, many as contours, in the subset's colour.
void drawSubset(PlotPanel& panel, const QString& key, const galaxy::Panel& data,
                const galaxy::PanelGridOptions& options, const survey::Dataset& stars, const QColor& colour) {
  if (data.contours.empty() || data.stars.size() <= kMostSubsetPoints) {
    drawStars(panel, key, data, options, stars, colour, 1.8);
  } else {
    panel.setContours(key, contourLevels(data.contours, colour, 1.5));
  }
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
    drawStars(panel, QStringLiteral("stars"), data, grid.options, stars, Ink::Role::Muted, 1.6);
    return;
  }
  panel.setDensity(cellsOf(data.counts, scale, !options.commonScale));
  panel.setContours(QStringLiteral("contours"), panelContours(data));
}

}  // namespace

void drawGalaxy(FigureView& view, const galaxy::PanelGrid& grid, const survey::Dataset& stars,
                const GalaxyFigureOptions& options, const std::vector<GalaxyOverlay>& overlays) {
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
      PlotPanel& drawn = view.panel(static_cast<int>(viewRow), static_cast<int>(viewColumn));
      drawPanel(drawn, panel, grid, stars, options, scale);
      std::vector<LegendEntry> counts;
      for (std::size_t i = 0; i < overlays.size(); ++i) {
        const galaxy::Panel& subset = overlays[i].grid->at(column, row);
        if (subset.stars.empty()) continue;
        drawSubset(drawn, QStringLiteral("subset%1").arg(i), subset, grid.options, stars, overlays[i].colour);
        counts.push_back({countText(subset.stars.size()), overlays[i].colour, LegendEntry::Symbol::Dot});
      }
      drawn.setLegend(std::move(counts), Corner::BottomRight);
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
