// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/ShowFigure.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <variant>

#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

QString text(const std::string& utf8) {
  return QString::fromStdString(utf8);
}

QStringList texts(const std::vector<std::string>& utf8) {
  QStringList list;
  for (const std::string& one : utf8)
    list << text(one);
  return list;
}

AxisSpec axisSpec(const workbench::Axis& axis) {
  return {text(axis.title), axis.low, axis.high, axis.logarithmic, axis.reversed, axis.ticks, axis.whole};
}

std::vector<LegendEntry> legendEntries(const std::vector<workbench::LegendEntry>& entries) {
  std::vector<LegendEntry> result;
  for (const workbench::LegendEntry& entry : entries)
    result.push_back({text(entry.text), entry.ink, static_cast<LegendEntry::Symbol>(entry.symbol)});
  return result;
}

std::vector<ContourLevel> contourLevels(const std::vector<workbench::ContourLevel>& levels) {
  std::vector<ContourLevel> result;
  for (const workbench::ContourLevel& level : levels) {
    ContourLevel& shown = result.emplace_back();
    shown.ink = level.ink;
    shown.width = level.width;
    shown.label = text(level.label);
    for (const galaxy::Polyline& line : level.lines) {
      ContourLine& points = shown.lines.emplace_back();
      points.closed = line.closed;
      points.points.reserve(line.points.size());
      for (const galaxy::Point& point : line.points)
        points.points.emplace_back(point.x, point.y);
    }
  }
  return result;
}

LineStyle lineStyle(const workbench::LineStyle& style) {
  return {style.ink, style.width, style.stroke == workbench::Stroke::Dashed ? Qt::DashLine : Qt::SolidLine,
          style.steps};
}

/// Sets the layer of one key in a panel, whatever its kind.
struct SetLayer {
  PlotPanel& panel;
  const QString& key;

  void operator()(workbench::Line& line) const {
    panel.setLine(key, std::move(line.x), std::move(line.y), lineStyle(line.style));
  }
  void operator()(workbench::ColouredLine& line) const {
    panel.setColouredLine(key, std::move(line.x), std::move(line.y), std::move(line.values), line.scale, line.width);
  }
  void operator()(workbench::Band& band) const {
    panel.setBand(key, std::move(band.x), std::move(band.low), std::move(band.high), band.ink, band.opacity);
  }
  void operator()(workbench::Contours& contours) const { panel.setContours(key, contourLevels(contours.levels)); }
  void operator()(workbench::Points& points) const {
    panel.setPoints(key, std::move(points.x), std::move(points.y), points.ink, points.radius);
  }
  void operator()(workbench::ErrorBars& bars) const {
    panel.setErrorBars(key, std::move(bars.x), std::move(bars.y), std::move(bars.error), bars.ink, bars.radius);
  }
  void operator()(workbench::Bars& bars) const {
    panel.setBars(key, std::move(bars.edges), std::move(bars.heights), bars.ink, bars.opacity);
  }
  void operator()(workbench::VerticalMark& mark) const {
    panel.setVerticalMark(key, mark.x, text(mark.text), mark.ink);
    panel.setMovable(key, mark.isMovable);
  }
  void operator()(workbench::HorizontalMark& mark) const {
    panel.setHorizontalMark(key, mark.y, text(mark.text), mark.ink);
    panel.setMovable(key, mark.isMovable);
  }
  void operator()(workbench::Span& span) const { panel.setSpan(key, span.xLow, span.xHigh, span.ink, span.opacity); }
  void operator()(workbench::Box& box) const {
    panel.setBox(key, box.xLow, box.xHigh, box.yLow, box.yHigh, box.ink, box.opacity);
  }
};

/// A layer that comes later lies above those of its kind: after the first key that differs, all are made anew.
void showLayers(PlotPanel& panel, std::vector<workbench::Layer>& layers) {
  std::vector<QString> keys;
  for (const workbench::Layer& layer : layers)
    keys.push_back(text(layer.key));
  const std::vector<QString>& before = panel.figureKeys();
  const auto [firstGone, firstNew] = std::mismatch(before.begin(), before.end(), keys.begin(), keys.end());
  for (auto gone = firstGone; gone != before.end(); ++gone)
    panel.removeLayer(*gone);
  for (std::size_t i = 0; i < layers.size(); ++i)
    std::visit(SetLayer{panel, keys[i]}, layers[i].content);
  panel.setFigureKeys(std::move(keys));
}

void showLineMarks(PlotPanel& panel, const workbench::LineMarks& lineMarks) {
  std::vector<LineMark> marks;
  for (const workbench::LineMark& mark : lineMarks.marks)
    marks.push_back({mark.position, text(mark.text), mark.ink, mark.halfWidth, mark.weight});
  panel.setLineMarks(std::move(marks), lineMarks.showText);
}

/// What a panel says in words, and its background.
void showNotes(PlotPanel& panel, const workbench::Panel& content) {
  for (const Corner corner : {Corner::TopLeft, Corner::TopRight, Corner::BottomLeft, Corner::BottomRight})
    panel.setNote(corner, text(content.note(corner).markup), content.note(corner).onPaper);
  panel.setLegend(legendEntries(content.legend.entries), content.legend.corner);
  panel.setShaded(content.shade.has_value(), content.shade ? text(content.shade->text) : QString());
  panel.setHighlighted(content.isHighlighted);
}

std::vector<EdgeHistogram> edgeHistograms(std::vector<workbench::EdgeHistogram>& histograms) {
  std::vector<EdgeHistogram> result;
  for (workbench::EdgeHistogram& histogram : histograms)
    result.push_back(
        {histogram.ofX, std::move(histogram.edges), std::move(histogram.heights), histogram.ink, histogram.filled});
  return result;
}

/// The x that each column of a view shows, and its home.
struct ShownX {
  AxisSpec shown, home;
};
std::vector<ShownX> shownX(const FigureView& view) {
  std::vector<ShownX> columns;
  for (int column = 0; column < view.grid().columns; ++column)
    columns.push_back({view.panel(0, column).xAxis(), view.panel(0, column).homeX()});
  return columns;
}

/// The x that a figure which keeps it shows first, where its shape is new; else what it has shown.
void showX(FigureView& view, const std::vector<ShownX>& before, bool isSameShape,
           const std::vector<std::optional<std::pair<double, double>>>& firstX) {
  const int columns = view.grid().columns;
  for (int column = 0; column < columns; ++column) {
    const AxisSpec& home = view.panel(0, column).homeX();
    double low = home.low, high = home.high;
    if (isSameShape) {
      const auto& [shown, homeBefore] = before[static_cast<std::size_t>(column)];
      if (homeBefore.low != low || homeBefore.high != high) continue;
      low = shown.low;
      high = shown.high;
    } else if (const auto& first = firstX[static_cast<std::size_t>(column)]) {
      std::tie(low, high) = *first;
    }
    for (int row = 0; row < view.grid().rows; ++row)
      view.panel(row, column).setXRange(low, high);
  }
}

}  // namespace

void showPanel(PlotPanel& panel, workbench::Panel content) {
  panel.setVisible(!content.isEmpty);
  panel.setAxes(axisSpec(content.x), axisSpec(content.y));
  if (content.density)
    panel.setDensity(std::move(*content.density));
  else if (panel.density())
    panel.clearDensity();
  showLayers(panel, content.layers);
  panel.setEdgeHistograms(edgeHistograms(content.edgeHistograms));
  showLineMarks(panel, content.lineMarks);
  if (content.diagonal)
    panel.setDiagonal(true, *content.diagonal);
  else
    panel.setDiagonal(false);
  showNotes(panel, content);
}

void showFigure(FigureView& view, workbench::Figure figure) {
  const bool isSameShape =
      view.grid().columns == figure.grid.columns && (view.grid().rows > 1) == (figure.grid.rows > 1);
  const std::vector<ShownX> before = shownX(view);
  view.setGrid(figure.grid);
  std::vector<std::optional<std::pair<double, double>>> firstX;
  for (int column = 0; column < figure.grid.columns; ++column)
    firstX.push_back(figure.panel(0, column).firstX);
  for (int row = 0; row < figure.grid.rows; ++row)
    for (int column = 0; column < figure.grid.columns; ++column)
      showPanel(view.panel(row, column), std::move(figure.panel(row, column)));
  if (figure.keepsX) showX(view, before, isSameShape, firstX);
  view.setColumnHeadings(texts(figure.columnHeadings));
  view.setRowHeadings(texts(figure.rowHeadings));
  view.setCommonTitles(text(figure.xTitle), text(figure.yTitle));
  view.setFigureLegend(legendEntries(figure.legend));
  if (figure.colourBar)
    view.setColourBar({figure.colourBar->scale, text(figure.colourBar->title)});
  else
    view.clearColourBar();
}

}  // namespace maury::ui
