// SPDX-License-Identifier: GPL-3.0-or-later
// Stars, panels and what is asked of them; planes, selection and overlays are in GalaxyViews.cpp, the table below the
// figure in GalaxyTable.cpp.
#include "ui/pages/galaxy/GalaxyPage.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "base/ShellWord.h"
#include "galaxy/panels/CommandLine.h"
#include "survey/dataset/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/galaxy/CutsCard.h"
#include "ui/pages/galaxy/GalaxyControls.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/SegmentedControl.h"
#include "ui/pages/parts/SelectionTool.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"

namespace maury::ui {

namespace {

constexpr int kControlsWidth = 268;
constexpr int kScrollBarGap = 8;

QString text(const std::string& string) {
  return QString::fromStdString(string);
}

bool isOfSamePlane(const galaxy::PanelGridOptions& a, const galaxy::PanelGridOptions& b) {
  return a.xName == b.xName && a.yName == b.yName && a.cells == b.cells;
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

  auto* right = new QVBoxLayout;
  right->setSpacing(12);
  right->addWidget(buildFigureCard(), 1);
  right->addWidget(buildShareCard());
  layout->addLayout(right, 1);

  connect(&session, &Session::surveyChanged, this, &GalaxyPage::starsChanged);
  connect(&session, &Session::catalogueChanged, this, &GalaxyPage::starsChanged);
  connect(&session, &Session::filterChanged, this, &GalaxyPage::outdate);
  connect(this, &GalaxyPage::gridShown, m_cuts, &CutsCard::cutShown);
  connect(m_controls, &GalaxyControls::changed, this, &GalaxyPage::compute);
  connect(m_controls, &GalaxyControls::sunMoved, &session.commands().placeSun, &PlaceSunCommand::start);
  connect(m_controls, &GalaxyControls::overlayWanted, this, &GalaxyPage::chooseOverlay);
  connect(m_controls, &GalaxyControls::looksChanged, this, &GalaxyPage::draw);
  for (auto signal : {&Selection::changed, &Selection::subsetsChanged})
    connect(&session.selection(), signal, this, [this] { isVisible() ? computeOverlays() : outdate(); });
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { showReason(message); });
  connect(&m_overlayRunner, &JobRunner::failed, this,
          [this](const QString& message) { this->session().report(Severity::Problem, message); });
  connect(&m_humpRunner, &JobRunner::failed, this,
          [this](const QString& message) { this->session().report(Severity::Problem, message); });
  starsChanged();
}

Card* GalaxyPage::buildFigureCard() {
  m_figureCard = new Card({});
  m_which = new SegmentedControl({tr("panels"), tr("Kiel"), QStringLiteral("R–Z"), tr("sky")});
  m_which->setObjectName(QStringLiteral("galaxyWhich"));
  m_tool = new SelectionTool({tr("contour")});  // which is clicked on
  m_tool->setObjectName(QStringLiteral("galaxyTool"));
  m_tool->setToolTip(
      tr("What the mouse does in the figure: a drag zooms, or box and lasso select the stars inside; with contour a "
         "click selects the stars inside the line round it (Shift adds, Ctrl takes away, both keep)"));
  m_figureCard->addToHeader(m_which);
  m_figureCard->addToHeader(m_tool);
  m_view = new FigureView;
  m_planeView = new FigureView;
  m_planeView->setExportName(QStringLiteral("plane"));
  m_view->setResetOnDoubleClick(false);
  m_view->setExportName(QStringLiteral("galaxy"));
  m_reason = new QLabel;
  m_reason->setProperty("role", "muted");
  m_reason->setAlignment(Qt::AlignCenter);
  m_reason->setWordWrap(true);
  m_figureCard->body()->addWidget(m_view, 1);
  m_figureCard->body()->addWidget(m_planeView, 1);
  m_figureCard->body()->addWidget(m_reason, 1);
  m_view->hide();
  m_planeView->hide();
  connect(m_which, &SegmentedControl::chosen, this, &GalaxyPage::showView);
  for (FigureView* view : {m_view, m_planeView})
    m_tool->drive(view);
  connect(m_tool, &SegmentedControl::chosen, this, [this] { markContour(-1, -1, {}); });
  connect(m_view, &FigureView::clicked, this, &GalaxyPage::catchContour);
  connect(m_view, &FigureView::hovered, this, [this](int row, int column, double x, double y) {
    markContour(row, column, {x, y});
  });
  connect(m_view, &FigureView::hoverLeft, this, [this] { markContour(-1, -1, {}); });
  for (FigureView* view : {m_view, m_planeView})
    connect(view, &FigureView::outlined, this, &GalaxyPage::catchStars);
  connect(m_planeView, &FigureView::markMoved, this, [this](int, int, const QString& key, double value) {
    if (!m_planeContent) return;
    const PlaneEdge edge = planeEdge(key);
    const bool folded = !edge.isX && !m_planeContent->signedHeight;
    const auto moved = m_controls->moveEdge(edge.isX, edge.index, folded ? std::abs(value) : value);
    if (!moved) return;
    showEdge(*m_planeView, *m_planeContent, edge, *moved);
    // A step that comes while the one before is being binned waits for it: the figure follows the hand.
    if (m_runner.running())
      m_edgeWaits = true;
    else
      compute();
  });
  connect(m_view, &FigureView::panelDoubleClicked, this, [this](int row, int column) {
    if (!m_grid) return;
    if (m_figureOptions.enlarged) {
      m_figureOptions.enlarged.reset();
    } else {
      m_figureOptions.enlarged = {static_cast<std::size_t>(column), m_grid->rows - 1 - static_cast<std::size_t>(row)};
    }
    draw();
  });
  return m_figureCard;
}

void GalaxyPage::starsChanged() {
  m_figureOptions.enlarged.reset();
  m_overlays.clear();
  m_planeContent.reset();  // it holds the stars that there were
  const auto stars = session().stars();
  if (!stars) {
    showReason(tr("Open a catalogue with labels, and with R and Z or positions and distances."));
    return;
  }
  m_cuts->setStars(stars);
  m_controls->setStars(*stars, session().catalogue() ? tr("the network") : tr("the survey"));
  for (int which = kFirstPlane; which < kFirstPlane + kPlanes; ++which) {
    const QString misfit = planeMisfit(static_cast<Plane>(which - kFirstPlane), *stars);
    m_which->setWordEnabled(which, misfit.isEmpty(), misfit);
    if (m_which->current() == which && !misfit.isEmpty()) m_which->setCurrent(0);
  }
  outdate();
}

void GalaxyPage::compute() {
  const auto stars = session().stars();
  if (!stars) return;
  if (stars->labels.size() < 2) {
    showReason(tr("This survey has fewer than two labels to draw against each other."));
    return;
  }
  if (!stars->hasNumeric("R_kpc") || !stars->hasNumeric("Z_kpc")) {
    showReason(
        tr("This survey has no R and Z. It needs columns R_kpc and Z_kpc, or ra and dec (deg) with a distance or "
           "parallax."));
    return;
  }
  auto options = m_controls->options();
  if (!options) return;
  if (options->xName != "mh" && options->xName != "feh") {
    const auto [xLow, xHigh] = rangeOf(stars->numeric(options->xName));
    options->cells.xLow = xLow;
    options->cells.xHigh = xHigh;
  }
  if (options->yName != "alpham" && options->yName != "alphafe") {
    const auto [yLow, yHigh] = rangeOf(stars->numeric(options->yName));
    options->cells.yLow = yLow;
    options->cells.yHigh = yHigh;
  }
  if (!m_binner || m_binner->stars != stars) m_binner = std::make_shared<KeptBinner>(stars);
  m_runner.run(
      tr("binning"),
      [kept = m_binner, rows = session().rows(), options = *options](Job&) {
        const std::lock_guard lock(kept->mutex);  // a run that was overtaken may still be binning
        return std::make_shared<const galaxy::PanelGrid>(kept->binner.bin(*rows, options));
      },
      [this, stars, rows = session().rows()](std::shared_ptr<const galaxy::PanelGrid> grid) {
        m_gridStars = stars;
        m_gridRows = rows;
        show(std::move(grid));
      });
}

void GalaxyPage::show(std::shared_ptr<const galaxy::PanelGrid> grid) {
  const bool sameShape = m_grid && m_grid->columns == grid->columns && m_grid->rows == grid->rows;
  if (!sameShape) m_figureOptions.enlarged.reset();
  const bool first = !m_grid;
  // Subsets stay as they were until they are binned anew, so that they do not blink at each step of a slider.
  if (!sameShape || !isOfSamePlane(m_grid->options, grid->options)) m_overlays.clear();
  m_grid = std::move(grid);
  m_humps.clear();
  m_snrVerdicts.clear();
  m_reason->hide();
  m_shareCard->show();
  m_controls->showCounts(m_gridRows->size(), *m_grid);
  showView();
  showShares();
  Q_EMIT gridShown();
  if (std::exchange(m_edgeWaits, false)) compute();
  if (first) Q_EMIT exportFigureAvailableChanged();
}

void GalaxyPage::draw() {
  if (!m_grid) return;
  if (!showsPanels()) {
    if (m_planeContent) drawPlane(*m_planeView, *m_planeContent);
    return;
  }
  m_figureOptions.scaling = m_controls->scaling();
  m_figureOptions.commonScale = m_controls->commonScale();
  m_figureOptions.marginals = m_controls->marginals();
  m_figureOptions.contourLabels = m_controls->contourLabels();
  m_figureOptions.name = session().catalogue() ? tr("labels of the network") : session().surveyName();
  m_figureCard->setTitle(tr("%1 against %2 by R and %3")
                             .arg(text(survey::displayName(m_grid->options.yName)),
                                  text(survey::displayName(m_grid->options.xName)),
                                  text(m_grid->options.heightSymbol())));
  drawGalaxy(*m_view, *m_grid, *m_gridStars, m_figureOptions, m_overlays);
}

void GalaxyPage::showReason(const QString& reason) {
  m_runner.requestStop();
  m_humpRunner.requestStop();
  m_overlayRunner.requestStop();
  const bool had = m_grid != nullptr;
  m_grid.reset();
  m_view->hide();
  m_planeView->hide();
  m_shareCard->hide();
  m_reason->setText(reason);
  m_reason->show();
  if (had) Q_EMIT exportFigureAvailableChanged();
}

QString GalaxyPage::commandLine() const {
  const QString path = session().surveyPath();
  if (path.isEmpty() || session().canRestoreSurvey())
    throw Error(ErrorKind::Usage, "The command line needs these stars in a file: save the survey first.");
  if (!m_grid) return {};
  const std::string filter = session().filterText().toStdString();
  const std::string overlay = m_other ? " --overlay " + shellWord(m_other->path.toStdString()) : "";
  if (!session().catalogue()) return text(galaxy::galaxyCommand(path.toStdString(), filter, m_grid->options) + overlay);
  // The labels are a network's: they are predicted first.
  if (!session().model() || session().modelPath().isEmpty())
    throw Error(ErrorKind::Usage,
                "The labels are a network's: save the model first, then the command line can name it.");
  const std::string predicted = QFileInfo(path).completeBaseName().toStdString() + "-predicted.fits";
  return text("maury-cli predict " + shellWord(path.toStdString()) + " --model " +
              shellWord(session().modelPath().toStdString()) + " --out " + shellWord(predicted) + " && " +
              galaxy::galaxyCommand(predicted, filter, m_grid->options) + overlay);
}

void GalaxyPage::exportFigure(const QString& path) {
  if (m_grid) ui::exportFigure(showsPanels() ? *m_view : *m_planeView, std::filesystem::path(path.toStdString()));
}

}  // namespace maury::ui
