// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/PlaneFigure.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "survey/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/DensityLayer.h"
#include "ui/pages/galaxy/SubsetLayer.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr std::size_t kCells = 160;
constexpr double kMargin = 0.04;
constexpr std::size_t kMostPoints = 2000;  ///< of a subset; more are drawn as contours

struct PlaneNames {
  const char *x, *y;
  bool reversed;  ///< hot and high gravity at the left and the bottom
};

PlaneNames namesOf(Plane plane) {
  return plane == Plane::Kiel ? PlaneNames{"teff", "logg", true} : PlaneNames{"R_kpc", "Z_kpc", false};
}

/// The range of all but the outermost thousandth at either end, so that a few wild values do not squeeze the rest.
AxisSpec axisOf(const std::string& name, const survey::Dataset& stars, const std::vector<double>& values,
                const std::vector<std::size_t>& rows, bool reversed) {
  std::vector<double> finite;
  for (const std::size_t row : rows)
    if (std::isfinite(values[row])) finite.push_back(values[row]);
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

std::vector<double> taken(const std::vector<double>& values, const std::vector<std::size_t>& rows) {
  std::vector<double> result;
  result.reserve(rows.size());
  for (const std::size_t row : rows)
    result.push_back(values[row]);
  return result;
}

}  // namespace

QString planeMisfit(Plane plane, const survey::Dataset& stars) {
  const PlaneNames names = namesOf(plane);
  if (stars.hasNumeric(names.x) && stars.hasNumeric(names.y)) return {};
  return QCoreApplication::translate("PlaneFigure", "These stars have no %1 and %2")
      .arg(labelText(names.x), labelText(names.y));
}

PlaneContent planeContent(Plane plane, const survey::Dataset& stars, const std::vector<std::size_t>& rows,
                          const std::vector<NamedSubset>& subsets, const std::vector<double>& radiusEdges,
                          const std::vector<double>& heightEdges) {
  const PlaneNames names = namesOf(plane);
  PlaneContent content;
  content.x = stars.numeric(names.x);
  content.y = stars.numeric(names.y);
  content.xAxis = axisOf(names.x, stars, content.x, rows, names.reversed);
  content.yAxis = axisOf(names.y, stars, content.y, rows, names.reversed);
  content.counts =
      galaxy::histogram(taken(content.x, rows), taken(content.y, rows), cellsOf(content.xAxis, content.yAxis));
  content.stars = rows.size();
  content.isMock = stars.provenance.isMock;
  if (plane == Plane::RadiusHeight) {
    content.xMarks = radiusEdges;
    content.yMarks = heightEdges;
    for (const double edge : heightEdges)
      if (edge > 0.0) content.yMarks.push_back(-edge);
  }
  const RowSet shown(stars.starCount(), rows);
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
  view.setGrid({});
  PlotPanel& panel = view.panel();
  panel.clear();
  panel.setAxes(content.xAxis, content.yAxis);
  const auto& cells = content.counts.values;
  const double fullest = cells.empty() ? 0.0 : *std::max_element(cells.begin(), cells.end());
  const ColourScale scale{ColourMapName::Cividis, Scaling::Log, 1.0, std::max(fullest, 2.0)};
  panel.setDensity(densityLayer(content.counts, scale));
  for (const double edge : content.xMarks)
    panel.setVerticalMark(QStringLiteral("x%1").arg(edge), edge);
  for (const double edge : content.yMarks)
    panel.setHorizontalMark(QStringLiteral("y%1").arg(edge), edge);
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
  panel.setNote(Corner::BottomRight, note);
  view.setColumnHeadings({});
  view.setRowHeadings({});
  view.setCommonTitles({}, {});
  view.setColourBar({scale, QStringLiteral("stars per cell")});
}

}  // namespace maury::ui
