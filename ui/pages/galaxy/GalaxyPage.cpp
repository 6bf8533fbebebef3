// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/GalaxyPage.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <filesystem>
#include <utility>

#include "base/text/ShellWord.h"
#include "galaxy/panels/CommandLine.h"
#include "galaxy/positions/Positions.h"
#include "survey/names/LabelNames.h"
#include "ui/dialogs/LastFolder.h"
#include "ui/pages/galaxy/CutsCard.h"
#include "ui/pages/galaxy/GalaxyControls.h"
#include "ui/pages/galaxy/GalaxyOverlays.h"
#include "ui/pages/galaxy/MeasureCard.h"
#include "ui/pages/galaxy/PanelsView.h"
#include "ui/pages/galaxy/PlaneView.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/pages/parts/SelectionTool.h"
#include "ui/pages/parts/SessionCommand.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/selection/ShownSubsets.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"
#include "workbench/galaxy/PanelChoice.h"

namespace maury::ui {

namespace {

constexpr int kControlsWidth = 268;
constexpr int kScrollBarGap = 8;
constexpr int kContourTool = 3;  ///< index of "contour" in m_tool
constexpr int kFirstPlane = 1;   ///< index of the first plane in m_viewChoice

QString text(const std::string& string) {
  return QString::fromStdString(string);
}

}  // namespace

GalaxyPage::GalaxyPage(Session& session, QWidget* parent) : Page(session, parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);

  auto* side = new SideColumn(kControlsWidth, kScrollBarGap);
  QVBoxLayout* controls = side->column();
  m_cuts = new CutsCard(session);
  m_controls = new GalaxyControls;
  controls->addWidget(m_cuts);
  controls->addWidget(m_controls, 1);
  layout->addWidget(side);

  m_overlays = new GalaxyOverlays(this);
  m_measures = new MeasureCard;
  m_measures->hide();
  auto* right = new QVBoxLayout;
  right->setSpacing(12);
  right->addWidget(buildFigureCard(), 1);
  right->addWidget(m_measures);
  layout->addLayout(right, 1);

  connectSession();
  connectControls();
  starsChanged();
}

void GalaxyPage::connectSession() {
  connect(&session(), &Session::surveyChanged, this, &GalaxyPage::starsChanged);
  connect(&session(), &Session::catalogueChanged, this, &GalaxyPage::starsChanged);
  connect(&session(), &Session::filterChanged, this, &GalaxyPage::invalidate);
  for (auto signal : {&Selection::changed, &Selection::subsetsChanged})
    connect(&session().selection(), signal, this, [this] { isVisible() ? computeOverlays() : invalidate(); });
  const auto report = [this](const QString& message) { session().report(Severity::Problem, message); };
  connect(m_overlays, &GalaxyOverlays::failed, this, report);
  connect(m_measures, &MeasureCard::failed, this, report);
  connect(m_planeView, &PlaneView::failed, this, report);
  connect(m_measures, &MeasureCard::warned, this,
          [this](const QString& sentence) { session().report(Severity::Warning, sentence); });
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { showReason(message); });
}

void GalaxyPage::connectControls() {
  connect(this, &GalaxyPage::gridShown, m_cuts, &CutsCard::cutShown);
  connect(m_controls, &GalaxyControls::changed, this, &GalaxyPage::compute);
  connect(m_controls, &GalaxyControls::sunMoved, &session().commands().placeSun, &PlaceSunCommand::start);
  connect(m_controls, &GalaxyControls::overlayRequested, this, &GalaxyPage::chooseOverlay);
  connect(m_controls, &GalaxyControls::appearanceChanged, this, [this] {
    if (m_panels && showsPanels()) showPanels();
  });
  connect(m_overlays, &GalaxyOverlays::ready, m_view, &PanelsView::setOverlays);
}

Card* GalaxyPage::buildFigureCard() {
  m_figureCard = new Card({});
  m_viewChoice = new SegmentedControl({tr("panels"), tr("Kiel"), QStringLiteral("R–Z"), tr("sky")});
  m_viewChoice->setObjectName(QStringLiteral("galaxyWhich"));
  m_tool = new SelectionTool({tr("contour")});
  m_tool->setObjectName(QStringLiteral("galaxyTool"));
  m_tool->setToolTip(
      tr("Choose what the mouse does in the figure: drag to zoom or to select the stars inside a box or lasso, or "
         "click to select the stars inside the contour around the pointer (Shift adds to the selection, Ctrl removes "
         "from it, both intersect)"));
  m_figureCard->addToHeader(m_viewChoice);
  m_figureCard->addToHeader(m_tool);
  buildPanels(*m_figureCard->body());
  buildPlane(*m_figureCard->body());
  m_reason = new QLabel;
  m_reason->setProperty("role", "muted");
  m_reason->setAlignment(Qt::AlignCenter);
  m_reason->setWordWrap(true);
  m_figureCard->body()->addWidget(m_reason, 1);
  connect(m_viewChoice, &SegmentedControl::chosen, this, &GalaxyPage::showView);
  return m_figureCard;
}

void GalaxyPage::buildPanels(QVBoxLayout& body) {
  m_view = new PanelsView;
  m_view->hide();
  body.addWidget(m_view, 1);
  m_tool->addView(m_view);
  connect(m_tool, &SegmentedControl::chosen, m_view,
          [this](int tool) { m_view->setContourPicking(tool == kContourTool); });
  connect(m_view, &PanelsView::starsOutlined, this,
          [this](const auto& rows, Qt::KeyboardModifiers modifiers) { select(rows, m_tool->undoName(), modifiers); });
  connect(m_view, &PanelsView::contourPicked, this,
          [this](const auto& rows, Qt::KeyboardModifiers modifiers) { select(rows, tr("contour"), modifiers); });
  connect(m_view, &PanelsView::contourMissed, this,
          [this](const QString& sentence) { session().report(Severity::Information, sentence); });
}

void GalaxyPage::buildPlane(QVBoxLayout& body) {
  m_planeView = new PlaneView;
  m_planeView->hide();
  body.addWidget(m_planeView, 1);
  m_tool->addView(m_planeView);
  connect(m_planeView, &PlaneView::starsOutlined, this,
          [this](const auto& rows, Qt::KeyboardModifiers modifiers) { select(rows, m_tool->undoName(), modifiers); });
  connect(m_planeView, &PlaneView::edgeDragged, this, &GalaxyPage::dragEdge);
  connect(m_planeView, &PlaneView::planeShown, this,
          [this](workbench::Plane shown) { m_figureCard->setTitle(text(workbench::planeTitle(shown))); });
}

void GalaxyPage::starsChanged() {
  m_view->clearPanels();
  m_planeView->clearContent();
  const auto stars = session().stars();
  if (!stars) {
    showReason(tr("Open a catalogue with labels, and with R and Z or positions and distances."));
    return;
  }
  m_cuts->setStars(stars);
  m_controls->setStars(*stars, session().catalogue() ? tr("the model") : tr("the survey"));
  for (int which = kFirstPlane; which < kFirstPlane + workbench::kPlanes; ++which) {
    const QString misfit = text(workbench::planeProblem(static_cast<workbench::Plane>(which - kFirstPlane), *stars));
    m_viewChoice->setWordEnabled(which, misfit.isEmpty(), misfit);
    if (m_viewChoice->current() == which && !misfit.isEmpty()) m_viewChoice->setCurrent(0);
  }
  invalidate();
}

void GalaxyPage::compute() {
  const auto stars = session().stars();
  if (!stars) return;
  if (const std::string misfit = workbench::panelsProblem(*stars); !misfit.empty()) {
    showReason(text(misfit));
    return;
  }
  const auto options = m_controls->options();
  if (!options) return;
  if (!m_binner || m_binner->stars() != stars) m_binner = std::make_shared<workbench::SharedBinner>(stars);
  m_planeView->dropPending();
  m_runner.run(
      tr("binning"),
      [binner = m_binner, rows = session().rows(), options = workbench::completeOptions(*options, *stars)](Job&) {
        return workbench::BinnedPanels{binner, rows,
                                       std::make_shared<const galaxy::PanelGrid>(binner->bin(*rows, options))};
      },
      [this](workbench::BinnedPanels panels) { show(std::move(panels)); });
}

void GalaxyPage::show(workbench::BinnedPanels panels) {
  const bool first = !m_panels;
  m_panels = std::move(panels);
  m_overlays->stop();
  m_view->setPanels(*m_panels);
  m_reason->hide();
  m_measures->show();
  m_controls->showCounts(m_panels->rows->size(), *m_panels->grid);
  showView();
  m_measures->showPanels(*m_panels);
  Q_EMIT gridShown();
  if (std::exchange(m_edgeWaits, false)) compute();
  if (first) Q_EMIT exportFigureAvailableChanged();
}

bool GalaxyPage::showsPanels() const {
  return m_viewChoice->current() < kFirstPlane;
}

workbench::Plane GalaxyPage::plane() const {
  return static_cast<workbench::Plane>(m_viewChoice->current() - kFirstPlane);
}

void GalaxyPage::showView() {
  if (!m_panels) return;
  m_tool->setWordEnabled(kContourTool, showsPanels(), showsPanels() ? QString() : tr("Only the panels have contours"));
  // The panels themselves state the position of the Sun.
  m_figureCard->setRemark(showsPanels() ? QString() : text(galaxy::sunStatement(m_panels->stars())));
  m_view->setVisible(showsPanels());
  m_planeView->setVisible(!showsPanels());
  if (showsPanels()) showPanels();
  computeOverlays();
}

void GalaxyPage::showPanels() {
  workbench::GalaxyFigureOptions appearance = m_controls->appearance();
  appearance.name = (session().catalogue() ? tr("predicted labels") : session().surveyName()).toStdString();
  const galaxy::PanelGridOptions& options = m_panels->options();
  m_figureCard->setTitle(tr("%1 against %2 by R and %3")
                             .arg(text(survey::displayName(options.yName)), text(survey::displayName(options.xName)),
                                  text(options.heightSymbol())));
  m_view->showPanels(appearance);
}

void GalaxyPage::dragEdge(bool isX, std::size_t index, double kpc) {
  const auto moved = m_controls->moveEdge(isX, index, kpc);
  if (!moved) return;
  m_planeView->moveEdge(isX, index, *moved);
  // A step during binning waits for its end instead of restarting it, so that the figure keeps up with the drag.
  if (m_runner.running())
    m_edgeWaits = true;
  else
    compute();
}

void GalaxyPage::chooseOverlay() {
  if (m_overlays->hasCatalogue()) {
    m_overlays->removeCatalogue();
    m_controls->showOverlay({});
    computeOverlays();
    return;
  }
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Overlay a catalogue"), lastFolder(),
      tr("Tables of stars (*.fits *.fit *.csv *.ecsv *.vot *.xml *.h5 *.hdf5 *.npy *.npz *.gz);;All files (*)"));
  if (path.isEmpty()) return;
  saveLastFolder(path);
  addOverlay(path);
}

void GalaxyPage::addOverlay(const QString& path) {
  session().commands().readTable.start(path, [this, path](const Session::DatasetPointer& stars, bool isAsStated) {
    auto placed = std::make_shared<survey::Dataset>(*stars);
    try {
      galaxy::ensurePositions(*placed);
    } catch (const Error& error) {
      session().report(Severity::Problem, QString::fromUtf8(error.what()));
      return;
    }
    m_overlays->setCatalogue(path, placed);
    m_isOverlayAsStated = isAsStated;
    m_controls->showOverlay(QFileInfo(path).fileName());
    computeOverlays();
  });
}

/// Computes the overlays of the current view: subsets and the other catalogue over the panels, or subsets in the plane.
void GalaxyPage::computeOverlays() {
  if (!m_panels) return;
  const auto subsets = shownSubsets(session().selection());
  if (showsPanels())
    m_overlays->compute(*m_panels, subsets, session().filterText().toStdString());
  else if (!m_runner.running())
    m_planeView->showPlane(plane(), *m_panels, subsets);
}

void GalaxyPage::select(const std::vector<std::size_t>& rows, const QString& step, Qt::KeyboardModifiers modifiers) {
  session().selection().combine(rows, step, Selection::modeOf(modifiers));
}

void GalaxyPage::showReason(const QString& reason) {
  m_runner.requestStop();
  m_measures->stop();
  m_overlays->stop();
  m_planeView->dropPending();
  const bool had = m_panels.has_value();
  m_panels.reset();
  m_view->hide();
  m_planeView->hide();
  m_measures->hide();
  m_reason->setText(reason);
  m_reason->show();
  if (had) Q_EMIT exportFigureAvailableChanged();
}

QString GalaxyPage::commandLine() const {
  const std::string survey = surveyFileOf(session());
  if (!m_panels) return {};
  const std::string filter = session().filterText().toStdString();
  const galaxy::PanelGridOptions& options = m_panels->options();
  if (m_overlays->hasCatalogue() && m_isOverlayAsStated)
    throw Error(ErrorKind::Usage,
                "The command line would read the overlay in another way: open it, save it and overlay that file.");
  const std::string overlay =
      m_overlays->hasCatalogue() ? " --overlay " + shellWord(m_overlays->cataloguePath().toStdString()) : "";
  if (!session().catalogue()) return text(galaxy::galaxyCommand(survey, filter, options) + overlay);
  const PredictStep predict = predictStepOf(session());  // the labels are predictions
  return text(predict.command + galaxy::galaxyCommand(predict.catalogue, filter, options) + overlay);
}

void GalaxyPage::exportFigure(const QString& path) {
  if (!m_panels) return;
  FigureView& view = showsPanels() ? static_cast<FigureView&>(*m_view) : *m_planeView;
  ui::exportFigure(view, std::filesystem::path(path.toStdString()));
}

}  // namespace maury::ui
