// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/ShowFigure.h"

#include <algorithm>
#include <tuple>
#include <utility>

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

/// Replaces the layers of the previous figure. Later layers lie above earlier ones of their kind, so all layers from
/// the first key that differs onwards are recreated.
void showLayers(PlotPanel& panel, std::vector<workbench::Layer>& layers) {
  std::vector<QString> keys;
  for (const workbench::Layer& layer : layers)
    keys.push_back(text(layer.key));
  const std::vector<QString>& before = panel.figureKeys();
  const auto [firstGone, firstNew] = std::mismatch(before.begin(), before.end(), keys.begin(), keys.end());
  for (auto gone = firstGone; gone != before.end(); ++gone)
    panel.removeLayer(*gone);
  for (std::size_t i = 0; i < layers.size(); ++i)
    panel.setLayer(keys[i], std::move(layers[i].content));
  panel.setFigureKeys(std::move(keys));
}

/// x axis of a column as displayed, and its home.
struct ColumnX {
  Axis displayed, home;
};
std::vector<ColumnX> columnsX(const FigureView& view) {
  std::vector<ColumnX> columns;
  for (int column = 0; column < view.grid().columns; ++column)
    columns.push_back({view.panel(0, column).xAxis(), view.panel(0, column).homeX()});
  return columns;
}

/// Restores the x ranges after the figure has changed. If its shape is unchanged, each column whose home range is
/// unchanged gets back the range displayed before; otherwise each column gets its initial range `initialX`, or its home
/// range.
void restoreX(FigureView& view, const std::vector<ColumnX>& before, bool isSameShape,
              const std::vector<std::optional<std::pair<double, double>>>& initialX) {
  const int columns = view.grid().columns;
  for (int column = 0; column < columns; ++column) {
    const Axis& home = view.panel(0, column).homeX();
    double low = home.low, high = home.high;
    if (isSameShape) {
      const auto& [displayed, homeBefore] = before[static_cast<std::size_t>(column)];
      if (homeBefore.low != low || homeBefore.high != high) continue;
      low = displayed.low;
      high = displayed.high;
    } else if (const auto& first = initialX[static_cast<std::size_t>(column)]) {
      std::tie(low, high) = *first;
    }
    for (int row = 0; row < view.grid().rows; ++row)
      view.panel(row, column).setXRange(low, high);
  }
}

}  // namespace

void showPanel(PlotPanel& panel, workbench::Panel content) {
  panel.setVisible(!content.isEmpty);
  panel.setAxes(content.x, content.y);
  if (content.density || panel.density()) panel.setDensity(std::move(content.density));
  showLayers(panel, content.layers);
  panel.setEdgeHistograms(std::move(content.edgeHistograms));
  panel.setLineMarks(std::move(content.lineMarks));
  panel.setDiagonal(content.diagonal);
  for (const Corner corner : {Corner::TopLeft, Corner::TopRight, Corner::BottomLeft, Corner::BottomRight})
    panel.setNote(corner, content.note(corner));
  panel.setLegend(std::move(content.legend));
  panel.setShade(content.shade);
  panel.setHighlighted(content.isHighlighted);
}

void showFigure(FigureView& view, workbench::Figure figure) {
  const bool isSameShape =
      view.grid().columns == figure.grid.columns && (view.grid().rows > 1) == (figure.grid.rows > 1);
  const std::vector<ColumnX> before = columnsX(view);
  view.setGrid(figure.grid);
  std::vector<std::optional<std::pair<double, double>>> initialX;
  for (int column = 0; column < figure.grid.columns; ++column)
    initialX.push_back(figure.panel(0, column).initialX);
  for (int row = 0; row < figure.grid.rows; ++row)
    for (int column = 0; column < figure.grid.columns; ++column)
      showPanel(view.panel(row, column), std::move(figure.panel(row, column)));
  if (figure.keepsZoomX) restoreX(view, before, isSameShape, initialX);
  view.setColumnHeadings(texts(figure.columnHeadings), std::move(figure.shortColumnHeadings));
  view.setRowHeadings(texts(figure.rowHeadings), std::move(figure.shortRowHeadings));
  view.setCommonTitles(text(figure.xTitle), text(figure.yTitle));
  view.setFigureLegend(std::move(figure.legend));
  view.setColourBar(figure.colourBar);
}

}  // namespace maury::ui
