// SPDX-License-Identifier: GPL-3.0-or-later
// GalaxyPage: what is linked: the planes beside the panels, subsets and a second catalogue over them, and what is
// caught.
#include <QFileDialog>
#include <QFileInfo>
#include <utility>

#include "galaxy/density/ContourRound.h"
#include "galaxy/density/Lasso.h"
#include "galaxy/panels/Overlay.h"
#include "ui/pages/galaxy/GalaxyControls.h"
#include "ui/pages/galaxy/GalaxyPage.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/SelectionTool.h"
#include "ui/plot/FigureView.h"
#include "ui/session/Session.h"
#include "ui/shell/WindowMenus.h"

namespace maury::ui {

namespace {
const QColor kOtherColour(0xB1, 0x4F,
                          0xD1);  ///< of a second catalogue: apart from both ends of cividis and from subsets
const QString kContourMark = QStringLiteral("contour under the pointer");
}  // namespace

bool GalaxyPage::showsPanels() const {
  return m_which->current() < kFirstPlane;
}

Plane GalaxyPage::plane() const {
  return static_cast<Plane>(m_which->current() - kFirstPlane);
}

void GalaxyPage::showView() {
  if (!m_grid) return;
  m_tool->setWordEnabled(kContourTool, showsPanels(),
                         showsPanels() ? QString() : tr("Only the panels have contours to click on"));
  // The panels say it themselves.
  const std::string sun = galaxy::sunStatement(*m_gridStars);
  m_figureCard->setRemark(showsPanels() ? QString() : QString::fromStdString(sun));
  m_view->setVisible(showsPanels());
  m_planeView->setVisible(!showsPanels());
  if (showsPanels()) draw();
  computeOverlays();
}

void GalaxyPage::chooseOverlay() {
  if (m_other) {
    m_other.reset();
    m_controls->showOverlay({});
    computeOverlays();
    return;
  }
  const QString path =
      QFileDialog::getOpenFileName(this, tr("Contours of another catalogue"), lastFolder(),
                                   tr("Tables of stars (*.fits *.fit *.csv *.ecsv *.vot *.xml *.gz);;All files (*)"));
  if (path.isEmpty()) return;
  keepLastFolder(path);
  layOver(path);
}

void GalaxyPage::layOver(const QString& path) {
  session().readCatalogue(path, [this, path](const Session::DatasetPointer& stars) {
    auto placed = std::make_shared<survey::Dataset>(*stars);
    try {
      galaxy::ensurePositions(*placed);
    } catch (const Error& error) {
      session().report(Severity::Problem, QString::fromUtf8(error.what()));
      return;
    }
    m_other = Other{path, placed};
    m_controls->showOverlay(QFileInfo(path).fileName());
    computeOverlays();
  });
}

void GalaxyPage::computeOverlays() {
  if (!m_grid) return;
  if (!showsPanels()) {
    computePlane();
    return;
  }
  const int asked = ++m_overlaysAsked;
  const std::vector<NamedSubset> subsets = session().selection().shown();
  if (subsets.empty() && !m_other) {
    m_overlayRunner.requestStop();
    if (!std::exchange(m_overlays, {}).empty()) draw();
    return;
  }
  m_overlayRunner.run(
      tr("binning the selection"),
      [kept = m_binner, rows = m_gridRows, subsets, options = m_grid->options, other = m_other,
       filter = session().filterText().toStdString()](Job&) {
        const survey::RowSet passing(kept->stars->starCount(), *rows);
        galaxy::PanelGridOptions plain = options;
        plain.meanName.clear();
        plain.runningMedian = false;
        std::vector<GalaxyOverlay> overlays;
        if (other)
          overlays.push_back(
              {QFileInfo(other->path).fileName(), kOtherColour,
               std::make_shared<const galaxy::PanelGrid>(galaxy::overlayOf(*other->stars, filter, options).grid),
               other->stars, GalaxyOverlay::Kind::Catalogue});
        for (const NamedSubset& subset : subsets) {
          std::vector<std::size_t> within;
          for (const std::size_t row : *subset.rows)
            if (passing.contains(row)) within.push_back(row);
          const std::lock_guard lock(kept->mutex);
          overlays.push_back(
              {subset.name, subset.colour, std::make_shared<const galaxy::PanelGrid>(kept->binner.bin(within, plain)),
               kept->stars,
               subset.colour == Selection::colour() ? GalaxyOverlay::Kind::Selection : GalaxyOverlay::Kind::Subset});
        }
        return overlays;
      },
      [this, asked, grid = m_grid](std::vector<GalaxyOverlay> overlays) {
        if (grid != m_grid || asked != m_overlaysAsked) return;
        m_overlays = std::move(overlays);
        draw();
      });
}

void GalaxyPage::computePlane() {
  m_overlayRunner.run(
      tr("binning the plane"),
      [plane = plane(), stars = m_gridStars, rows = m_gridRows, subsets = session().selection().shown(),
       options = m_grid->options, before = m_planeContent](Job&) {
        return std::make_shared<const PlaneContent>(
            planeContent(plane, stars, *rows, subsets, options.radiusEdgesKpc, options.heightEdgesKpc, before.get()));
      },
      [this, grid = m_grid](std::shared_ptr<const PlaneContent> content) {
        if (grid != m_grid || showsPanels()) return;
        if (m_runner.running()) return;  // an edge has been dragged on: its plane follows
        m_planeContent = std::move(content);
        const QString titles[] = {tr("Kiel diagram"), tr("R–Z plane"), tr("Sky in l and b, Mollweide's map")};
        m_figureCard->setTitle(titles[static_cast<int>(plane())]);
        draw();
      });
}

const galaxy::Panel& GalaxyPage::panelAt(int row, int column) const {
  if (const auto& place = m_figureOptions.enlarged) return m_grid->at(place->column, place->row);
  return m_grid->at(static_cast<std::size_t>(column), m_grid->rows - 1 - static_cast<std::size_t>(row));
}

void GalaxyPage::catchStars(int row, int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers) {
  if (!m_grid) return;
  std::vector<galaxy::Point> points;
  for (const QPointF& point : outline)
    points.push_back({point.x(), point.y()});
  std::vector<std::size_t> caught;
  if (showsPanels()) {
    const std::lock_guard lock(m_binner->mutex);
    caught = m_binner->binner.inside(points, panelAt(row, column).stars, m_grid->options);
  } else if (m_planeContent) {
    caught = galaxy::rowsInside(points, m_planeContent->x, m_planeContent->y, *m_gridRows);
  }
  session().selection().combine(caught, m_tool->stepName(), Selection::modeOf(modifiers));
}

bool GalaxyPage::catchesContours() const {
  return m_grid && showsPanels() && m_tool->current() == kContourTool;
}

void GalaxyPage::catchContour(int row, int column, double x, double y, Qt::KeyboardModifiers modifiers) {
  if (!catchesContours()) return;
  const galaxy::Panel& panel = panelAt(row, column);
  const auto line = galaxy::contourRound(panel.contours, m_grid->options.cells, {x, y});
  if (line.empty()) {
    session().report(Severity::Information, panel.contours.empty()
                                                ? tr("This panel has too few stars for contours: use box or lasso.")
                                                : tr("No contour goes round this point: click inside one."));
    return;
  }
  std::vector<std::size_t> caught;
  {
    const std::lock_guard lock(m_binner->mutex);
    caught = m_binner->binner.inside(line, panel.stars, m_grid->options);
  }
  session().selection().combine(caught, tr("contour"), Selection::modeOf(modifiers));
}

/// The line that a click would take, in the selection's colour; none for a row below 0.
void GalaxyPage::markContour(int row, int column, const QPointF& at) {
  const GridSpec& shape = m_view->grid();
  const bool marks = row >= 0 && catchesContours();
  for (int r = 0; r < shape.rows; ++r)
    for (int c = 0; c < shape.columns; ++c)
      if (!marks || r != row || c != column) m_view->panel(r, c).removeLayer(kContourMark);
  if (!marks) return;
  ContourLine line{{}, true};
  for (const galaxy::Point& point :
       galaxy::contourRound(panelAt(row, column).contours, m_grid->options.cells, {at.x(), at.y()}))
    line.points.emplace_back(point.x, point.y);
  if (line.points.empty())
    m_view->panel(row, column).removeLayer(kContourMark);
  else
    m_view->panel(row, column).setContours(kContourMark, {{{std::move(line)}, Selection::colour(), 2.4}});
}

}  // namespace maury::ui
