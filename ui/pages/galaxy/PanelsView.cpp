// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/PanelsView.h"

#include <utility>

#include "galaxy/density/ContourRound.h"
#include "ui/pages/parts/OutlinePoints.h"
#include "ui/plot/ShowFigure.h"
#include "ui/selection/Selection.h"

namespace maury::ui {

namespace {

const QString kContourMark = QStringLiteral("contour under the pointer");

bool haveSameShape(const galaxy::PanelGrid& a, const galaxy::PanelGrid& b) {
  return a.columns == b.columns && a.rows == b.rows;
}

bool haveSamePlane(const galaxy::PanelGridOptions& a, const galaxy::PanelGridOptions& b) {
  return a.xName == b.xName && a.yName == b.yName && a.cells == b.cells;
}

}  // namespace

PanelsView::PanelsView(QWidget* parent) : FigureView(parent) {
  setResetOnDoubleClick(false);
  setExportName(QStringLiteral("galaxy"));
  connect(this, &FigureView::clicked, this, &PanelsView::pickContour);
  connect(this, &FigureView::hovered, this, [this](int row, int column, double x, double y) {
    markContour(row, column, {x, y});
  });
  connect(this, &FigureView::hoverEnded, this, [this] { unmarkContours(); });
  connect(this, &FigureView::panelDoubleClicked, this, &PanelsView::enlarge);
  connect(this, &FigureView::outlined, this,
          [this](int row, int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers) {
            if (!m_panels) return;
            Q_EMIT starsOutlined(
                m_panels->binner->inside(outlinePoints(outline), panelAt(row, column).stars, m_panels->options()),
                modifiers);
          });
}

void PanelsView::setPanels(const workbench::BinnedPanels& panels) {
  const bool sameShape = m_panels && haveSameShape(*m_panels->grid, *panels.grid);
  if (!sameShape) m_appearance.enlarged.reset();
  if (!sameShape || !haveSamePlane(m_panels->options(), panels.options())) m_overlays.clear();
  m_panels = panels;
}

void PanelsView::clearPanels() {
  m_panels.reset();
  m_overlays.clear();
  m_appearance.enlarged.reset();
}

void PanelsView::setOverlays(std::vector<workbench::GalaxyOverlay> overlays) {
  if (m_overlays.empty() && overlays.empty()) return;
  std::erase_if(overlays, [this](const workbench::GalaxyOverlay& overlay) {
    return !m_panels || !haveSameShape(*overlay.grid, *m_panels->grid);
  });
  m_overlays = std::move(overlays);
  redraw();
}

void PanelsView::showPanels(const workbench::GalaxyFigureOptions& appearance) {
  const auto enlarged = m_appearance.enlarged;
  m_appearance = appearance;
  m_appearance.enlarged = enlarged;
  redraw();
}

void PanelsView::redraw() {
  if (!m_panels) return;
  unmarkContours();
  showFigure(*this, contents());
}

workbench::Figure PanelsView::contents() const {
  if (!m_panels) return {};
  return workbench::galaxyFigure(*m_panels->grid, m_panels->stars(), m_appearance, m_overlays);
}

void PanelsView::enlarge(int row, int column) {
  if (!m_panels) return;
  if (m_appearance.enlarged)
    m_appearance.enlarged.reset();
  else
    m_appearance.enlarged = {static_cast<std::size_t>(column),
                             m_panels->grid->rows - 1 - static_cast<std::size_t>(row)};
  redraw();
}

const galaxy::Panel& PanelsView::panelAt(int row, int column) const {
  const galaxy::PanelGrid& grid = *m_panels->grid;
  if (const auto& place = m_appearance.enlarged) return grid.at(place->column, place->row);
  return grid.at(static_cast<std::size_t>(column), grid.rows - 1 - static_cast<std::size_t>(row));
}

void PanelsView::setContourPicking(bool picks) {
  m_picksContours = picks;
  if (!picks) unmarkContours();
}

void PanelsView::pickContour(int row, int column, double x, double y, Qt::KeyboardModifiers modifiers) {
  if (!m_panels || !m_picksContours) return;
  const galaxy::Panel& panel = panelAt(row, column);
  const auto line = galaxy::enclosingContour(panel.contours, m_panels->options().cells, {x, y});
  if (line.empty()) {
    Q_EMIT contourMissed(panel.contours.empty() ? tr("This panel has too few stars for contours. Use box or lasso.")
                                                : tr("No contour encloses this point. Click inside a contour."));
    return;
  }
  Q_EMIT contourPicked(m_panels->binner->inside(line, panel.stars, m_panels->options()), modifiers);
}

/// Marks the contour that a click would select, in the colour of the selection.
void PanelsView::markContour(int row, int column, const QPointF& point) {
  if (!m_panels || !m_picksContours) return;
  unmarkContours(row, column);
  galaxy::Polyline line{
      galaxy::enclosingContour(panelAt(row, column).contours, m_panels->options().cells, {point.x(), point.y()}), true};
  if (line.points.empty())
    panel(row, column).removeLayer(kContourMark);
  else
    panel(row, column).setLayer(kContourMark, Contours{{{{std::move(line)}, fixedInk(Selection::colour()), 2.4}}});
}

void PanelsView::unmarkContours(int keptRow, int keptColumn) {
  for (int row = 0; row < grid().rows; ++row)
    for (int column = 0; column < grid().columns; ++column)
      if (row != keptRow || column != keptColumn) panel(row, column).removeLayer(kContourMark);
}

}  // namespace maury::ui
