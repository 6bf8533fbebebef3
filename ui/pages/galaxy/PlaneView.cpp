// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/PlaneView.h"

#include <cmath>
#include <utility>

#include "galaxy/density/Lasso.h"
#include "ui/pages/parts/OutlinePoints.h"
#include "ui/plot/ShowFigure.h"

namespace maury::ui {

PlaneView::PlaneView(QWidget* parent) : FigureView(parent) {
  setExportName(QStringLiteral("plane"));
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { Q_EMIT failed(message); });
  connect(this, &FigureView::markMoved, this, [this](int, int, const workbench::PlaneEdge& edge, double value) {
    if (!m_content) return;
    const bool isFolded = !edge.isX && !m_content->signedHeight;
    Q_EMIT edgeDragged(edge.isX, edge.index, isFolded ? std::abs(value) : value);
  });
  connect(this, &FigureView::outlined, this,
          [this](int, int, const QPolygonF& outline, Qt::KeyboardModifiers modifiers) {
            if (!m_content) return;
            Q_EMIT starsOutlined(galaxy::rowsInside(outlinePoints(outline), m_content->x, m_content->y, *m_rows),
                                 modifiers);
          });
}

void PlaneView::showPlane(workbench::Plane plane, const workbench::BinnedPanels& panels,
                          const std::vector<workbench::Subset>& subsets) {
  const int request = ++m_requests;
  m_runner.run(
      tr("binning the plane"),
      [plane, panels, subsets, before = m_content](Job&) {
        return std::make_shared<const workbench::PlaneContent>(
            workbench::planeContent(plane, panels.binner->stars(), *panels.rows, subsets,
                                    panels.options().radiusEdgesKpc, panels.options().heightEdgesKpc, before.get()));
      },
      [this, plane, request, rows = panels.rows](std::shared_ptr<const workbench::PlaneContent> content) {
        if (request != m_requests) return;
        m_content = std::move(content);
        m_rows = rows;
        showFigure(*this, contents());
        Q_EMIT planeShown(plane);
      });
}

workbench::Figure PlaneView::contents() const {
  return m_content ? workbench::planeFigure(*m_content) : workbench::Figure();
}

void PlaneView::dropPending() {
  ++m_requests;
  m_runner.requestStop();
}

void PlaneView::clearContent() {
  dropPending();
  m_content.reset();
  m_rows.reset();
}

void PlaneView::moveEdge(bool isX, std::size_t index, double kpc) {
  if (!m_content) return;
  const auto show = [&](const workbench::PlaneEdge& edge) {
    const QString key = QString::fromStdString(workbench::planeEdgeKey(edge));
    if (edge.isX)
      panel().setLayer(key, VerticalMark{.x = kpc, .movableEdge = edge});
    else
      panel().setLayer(key, HorizontalMark{.y = edge.isMirrored ? -kpc : kpc, .movableEdge = edge});
  };
  show({isX, index});
  if (!isX && !m_content->signedHeight) show({isX, index, true});
}

}  // namespace maury::ui
