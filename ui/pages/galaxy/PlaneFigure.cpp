// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/PlaneFigure.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "survey/dataset/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/DensityLayer.h"
#include "ui/pages/parts/SubsetLayer.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr std::size_t kCells = 160;
constexpr double kMargin = 0.04;
constexpr std::size_t kMostPoints = 2000;  ///< drawn one by one; more as a density, or a subset's contours
constexpr std::size_t kRowsAPiece = 1 << 16;

struct PlaneNames {
  const char *x, *y;
  bool reversed;  ///< hot and high gravity at the left and the bottom
};

PlaneNames namesOf(Plane plane) {
  return plane == Plane::Kiel ? PlaneNames{"teff", "logg", true} : PlaneNames{"R_kpc", "Z_kpc", false};
}

/// The range of all but the outermost thousandth at either end, so that a few wild values do not squeeze the rest.
AxisSpec axisOf(const std::string& name, const survey::Dataset& stars, const survey::NumericView& values,
                const std::vector<std::size_t>& rows, bool reversed) {
  std::vector<double> finite;
  for (const std::size_t row : rows)
    if (const double value = values[row]; std::isfinite(value)) finite.push_back(value);
  std::vector<double> ends;
  if (!finite.empty()) {
    const std::size_t outer = finite.size() / 1000;
    const auto place = [&](std::size_t i) { return finite.begin() + static_cast<std::ptrdiff_t>(i); };
    std::nth_element(finite.begin(), place(outer), finite.end());
    ends.push_back(finite[outer]);
    std::nth_element(finite.begin(), place(finite.size() - 1 - outer), finite.end());
    ends.push_back(finite[finite.size() - 1 - outer]);
  }
  AxisSpec axis;
  axis.title = QString::fromStdString(survey::axisLabel(name, stars.unitOf(name)));
  std::tie(axis.low, axis.high) = rangeOf(ends, kMargin);
  axis.reversed = reversed;
  return axis;
}

galaxy::CellGrid cellsOf(const AxisSpec& x, const AxisSpec& y) {
  return {x.low, x.high, y.low, y.high, kCells, kCells};
}

std::vector<double> taken(const survey::NumericView& values, std::span<const std::size_t> rows) {
  std::vector<double> result;
  result.reserve(rows.size());
  for (const std::size_t row : rows)
    result.push_back(values[row]);
  return result;
}

/// A piece at a time, so that not all the stars' coordinates are copied.
galaxy::Density counted(const survey::NumericView& x, const survey::NumericView& y, std::span<const std::size_t> rows,
                        const galaxy::CellGrid& cells) {
  galaxy::Density sum = galaxy::histogram({}, cells);
  for (std::size_t first = 0; first < rows.size(); first += kRowsAPiece) {
    const auto piece = rows.subspan(first, std::min(kRowsAPiece, rows.size() - first));
    const galaxy::Density counts = galaxy::histogram({taken(x, piece), taken(y, piece)}, cells);
    for (std::size_t cell = 0; cell < sum.values.size(); ++cell)
      sum.values[cell] += counts.values[cell];
    sum.inside += counts.inside;
  }
  return sum;
}

}  // namespace

QString planeMisfit(Plane plane, const survey::Dataset& stars) {
  if (plane == Plane::Sky) {
    if (galaxy::hasDirections(stars)) return {};
    return QCoreApplication::translate("PlaneFigure", "These stars have no right ascension and declination");
  }
  const PlaneNames names = namesOf(plane);
  if (stars.hasNumeric(names.x) && stars.hasNumeric(names.y)) return {};
  return QCoreApplication::translate("PlaneFigure", "These stars have no %1 and %2")
      .arg(labelText(names.x), labelText(names.y));
}

namespace {

void takeSky(PlaneContent& content, const PlaneContent* before) {
  if (before != nullptr && before->dataset == content.dataset) content.sky = before->sky;
  if (!content.sky) content.sky = std::make_shared<const galaxy::SkyPoints>(galaxy::skyPoints(*content.dataset));
  content.x = content.sky->x;
  content.y = content.sky->y;
  content.xAxis.low = -2.05;
  content.xAxis.high = 2.05;
  content.yAxis.low = -1.05;
  content.yAxis.high = 1.05;
  content.xAxis.ticks = content.yAxis.ticks = false;
  content.isSky = true;
}

/// Parallels and meridians every 30° and 60°, and the edge.
void drawGraticule(PlotPanel& panel) {
  constexpr int kSteps = 90;
  const auto draw = [&panel](const QString& key, double l0, double l1, double b0, double b1, const LineStyle& style) {
    std::vector<double> x, y;
    for (int i = 0; i <= kSteps; ++i) {
      const double along = static_cast<double>(i) / kSteps;
      const galaxy::Point point = galaxy::mollweide({l0 + along * (l1 - l0), b0 + along * (b1 - b0)});
      x.push_back(point.x);
      y.push_back(point.y);
    }
    panel.setLine(key, std::move(x), std::move(y), style);
  };
  constexpr double kEdge = 179.9999;  // 180° itself may go to either side
  const LineStyle faint{.ink = Ink(Ink::Role::Muted).faded(0.6), .width = 0.8};
  for (int b = -60; b <= 60; b += 30)
    draw(QStringLiteral("b%1").arg(b), -kEdge, kEdge, b, b, faint);
  for (int l = -120; l <= 120; l += 60)
    draw(QStringLiteral("l%1").arg(l), l, l, -90.0, 90.0, faint);
  for (const double l : {-kEdge, kEdge})
    draw(QStringLiteral("edge%1").arg(l), l, l, -90.0, 90.0, {.ink = Ink::Role::Text, .width = 1.2});
}

/// Both sides of the plane for an edge in |Z|, of which 0 stays where it is.
void drawEdges(PlotPanel& panel, const PlaneContent& content) {
  for (std::size_t i = 0; i < content.xEdges.size(); ++i) {
    const QString key = QStringLiteral("x+%1").arg(i);
    panel.setVerticalMark(key, content.xEdges[i]);
    panel.setMovable(key);
  }
  for (std::size_t i = 0; i < content.yEdges.size(); ++i)
    for (const double sign : {1.0, -1.0}) {
      if (sign < 0.0 && content.signedHeight) continue;
      const QString key = (sign > 0.0 ? QStringLiteral("y+%1") : QStringLiteral("y-%1")).arg(i);
      panel.setHorizontalMark(key, sign * content.yEdges[i]);
      if (content.signedHeight || content.yEdges[i] > 0.0) panel.setMovable(key);
    }
}

}  // namespace

PlaneEdge planeEdge(const QString& markKey) {
  return {markKey.startsWith('x'), static_cast<std::size_t>(markKey.mid(2).toULongLong())};
}

void showEdge(FigureView& view, const PlaneContent& content, const PlaneEdge& edge, double kpc) {
  PlotPanel& panel = view.panel();
  if (edge.isX) {
    panel.setVerticalMark(QStringLiteral("x+%1").arg(edge.index), kpc);
  } else {
    panel.setHorizontalMark(QStringLiteral("y+%1").arg(edge.index), kpc);
    if (!content.signedHeight) panel.setHorizontalMark(QStringLiteral("y-%1").arg(edge.index), -kpc);
  }
}

PlaneContent planeContent(Plane plane, std::shared_ptr<const survey::Dataset> stars,
                          const std::vector<std::size_t>& rows, const std::vector<NamedSubset>& subsets,
                          const std::vector<double>& radiusEdges, const std::vector<double>& heightEdges,
                          const PlaneContent* before) {
  PlaneContent content;
  content.dataset = std::move(stars);
  const survey::Dataset& dataset = *content.dataset;
  if (plane == Plane::Sky) {
    takeSky(content, before);
  } else {
    const PlaneNames names = namesOf(plane);
    content.x = survey::viewOf(dataset, names.x);
    content.y = survey::viewOf(dataset, names.y);
    content.xAxis = axisOf(names.x, dataset, content.x, rows, names.reversed);
    content.yAxis = axisOf(names.y, dataset, content.y, rows, names.reversed);
  }
  if (rows.size() <= kMostPoints) content.shown = rows;
  content.counts = counted(content.x, content.y, rows, cellsOf(content.xAxis, content.yAxis));
  content.stars = rows.size();
  content.isMock = dataset.provenance.isMock;
  if (plane == Plane::RadiusHeight) {
    content.xEdges = radiusEdges;
    content.yEdges = heightEdges;
    content.signedHeight = heightEdges.front() < 0.0;
  }
  const survey::RowSet shown(dataset.starCount(), rows);
  for (const NamedSubset& subset : subsets) {
    std::vector<std::size_t> within;
    for (const std::size_t row : *subset.rows)
      if (shown.contains(row)) within.push_back(row);
    content.subsets.push_back(subset);
    content.rows.push_back(std::move(within));
  }
  return content;
}

void drawPlane(FigureView& view, const PlaneContent& content) {
  GridSpec grid;
  if (content.isSky) grid.aspect = 2.05 / 1.05;
  view.setGrid(grid);
  PlotPanel& panel = view.panel();
  panel.clear();
  panel.setAxes(content.xAxis, content.yAxis);
  const auto& cells = content.counts.values;
  const double fullest = cells.empty() ? 0.0 : *std::max_element(cells.begin(), cells.end());
  const ColourScale scale{ColourMapName::Cividis, Scaling::Log, 1.0, std::max(fullest, 2.0)};
  if (content.isSky) drawGraticule(panel);
  const bool few = content.stars <= kMostPoints;
  if (few) {
    panel.setPoints(QStringLiteral("stars"), taken(content.x, content.shown), taken(content.y, content.shown),
                    Ink::Role::Muted, 1.6);
  } else {
    panel.setDensity(densityLayer(content.counts, scale));
  }
  drawEdges(panel, content);
  std::vector<LegendEntry> legend;
  for (std::size_t i = 0; i < content.subsets.size(); ++i) {
    const NamedSubset& subset = content.subsets[i];
    const auto& rows = content.rows[i];
    legend.push_back(
        {QStringLiteral("%1: %2").arg(subset.name, countText(rows.size())), subset.colour, LegendEntry::Symbol::Dot});
    const QString key = QStringLiteral("subset%1").arg(i);
    std::vector<double> x = taken(content.x, rows), y = taken(content.y, rows);
    if (rows.size() <= kMostPoints) {
      panel.setPoints(key, std::move(x), std::move(y), subset.colour, 2.0);
    } else {
      panel.setContours(key, subsetContours(x, y, content.counts.cells, subset.colour));
    }
  }
  panel.setLegend(std::move(legend), Corner::TopRight);
  QString note = QStringLiteral("N = %1").arg(countText(content.stars));
  if (content.isMock) note += QStringLiteral(", mock");
  panel.setNote(Corner::BottomRight, note, true);
  view.setColumnHeadings({});
  view.setRowHeadings({});
  view.setCommonTitles({}, {});
  if (content.isSky)  // short lines, for the ellipse leaves them a corner
    panel.setNote(Corner::BottomLeft,
                  QCoreApplication::translate(
                      "PlaneFigure", "l grows to the left\nl = 0° in the middle\nlines every 60° in l, 30° in b"));
  if (few)
    view.clearColourBar();
  else
    view.setColourBar({scale, QStringLiteral("stars per cell")});
}

}  // namespace maury::ui
