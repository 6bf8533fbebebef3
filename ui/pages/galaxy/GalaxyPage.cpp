// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/GalaxyPage.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QTableWidget>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "galaxy/BinEdges.h"
#include "survey/LabelNames.h"
#include "ui/Session.h"
#include "ui/Theme.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/Card.h"
#include "ui/pages/NumberList.h"
#include "ui/pages/SegmentedControl.h"
#include "ui/plot/FigureExport.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr int kControlsWidth = 268;
constexpr int kEditDelayMs = 250;
constexpr Scaling kScalings[] = {Scaling::Linear, Scaling::Log, Scaling::Sqrt};

QDoubleSpinBox* dexBox(double value) {
  auto* box = new QDoubleSpinBox;
  box->setLocale(QLocale::c());
  box->setRange(-5.0, 5.0);
  box->setDecimals(2);
  box->setSingleStep(0.05);
  box->setValue(value);
  box->setFixedWidth(72);
  return box;
}

QString text(const std::string& string) {
  return QString::fromStdString(string);
}

}  // namespace

GalaxyPage::GalaxyPage(Session& session, QWidget* parent) : Page(session, parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);

  auto* column = new QWidget;
  buildControls(column);
  auto* scroll = new QScrollArea;
  scroll->setWidget(column);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFixedWidth(kControlsWidth);
  layout->addWidget(scroll);

  auto* right = new QVBoxLayout;
  right->setSpacing(12);
  right->addWidget(buildFigureCard(), 1);
  right->addWidget(buildShareCard());
  layout->addLayout(right, 1);

  m_delay = new QTimer(this);
  m_delay->setSingleShot(true);
  m_delay->setInterval(kEditDelayMs);
  connect(m_delay, &QTimer::timeout, this, &GalaxyPage::compute);
  connect(&session, &Session::surveyChanged, this, &GalaxyPage::starsChanged);
  connect(&session, &Session::catalogueChanged, this, &GalaxyPage::starsChanged);
  connect(&session, &Session::filterChanged, this, [this] {
    m_stale = true;
    if (isVisible()) compute();
  });
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { showReason(message); });
  connect(&m_humpRunner, &JobRunner::failed, this,
          [this](const QString& message) { this->session().report(Severity::Problem, message); });
  starsChanged();
}

void GalaxyPage::buildControls(QWidget* column) {
  auto* layout = new QVBoxLayout(column);
  layout->setContentsMargins(0, 0, 8, 0);
  layout->setSpacing(12);

  auto* stars = new Card(tr("Stars"));
  m_labelSource = stars->addRow(tr("labels from"));
  m_inFilter = stars->addRow(tr("in the filter"));
  m_inPanels = stars->addRow(tr("in the panels"));
  m_withoutPosition = stars->addRow(tr("without R or Z"));
  layout->addWidget(stars);

  auto* axes = new Card(tr("Axes"));
  m_x = new QComboBox;
  m_y = new QComboBox;
  m_x->setObjectName(QStringLiteral("galaxyX"));
  m_y->setObjectName(QStringLiteral("galaxyY"));
  axes->addRow(tr("across"), m_x);
  axes->addRow(tr("up"), m_y);
  connect(m_x, &QComboBox::activated, this, &GalaxyPage::schedule);
  connect(m_y, &QComboBox::activated, this, &GalaxyPage::schedule);
  layout->addWidget(axes);

  auto* bins = new Card(tr("Bins"));
  m_preset = new QComboBox;
  m_preset->setObjectName(QStringLiteral("galaxyBins"));
  m_preset->addItem(tr("own edges"));
  for (const galaxy::NamedEdges& preset : galaxy::edgePresets())
    m_preset->addItem(text(preset.title), text(preset.name));
  bins->addRow(tr("edges of"), m_preset);
  connect(m_preset, &QComboBox::activated, this, [this](int index) {
    if (index == 0) return;
    const galaxy::BinEdges& edges = galaxy::edgePreset(m_preset->itemData(index).toString().toStdString());
    m_radiusEdges->setText(numberListText(edges.radiusKpc));
    m_heightEdges->setText(numberListText(edges.heightKpc));
    schedule();
  });
  m_radiusEdges = new QLineEdit;
  m_heightEdges = new QLineEdit;
  m_radiusEdges->setObjectName(QStringLiteral("radiusEdges"));
  m_heightEdges->setObjectName(QStringLiteral("heightEdges"));
  for (auto [title, edit] : {std::pair{tr("R edges (kpc)"), m_radiusEdges}, {tr("|Z| edges (kpc)"), m_heightEdges}}) {
    bins->body()->addWidget(new QLabel(title));
    bins->body()->addWidget(edit);
    connect(edit, &QLineEdit::textEdited, this, [this] {
      m_preset->setCurrentIndex(0);
      schedule();
    });
  }
  layout->addWidget(bins);

  auto* panels = new Card(tr("Panels"));
  m_scaling = new SegmentedControl({tr("lin"), tr("log"), QStringLiteral("√")});
  m_scaling->setCurrent(1);
  m_common = new SegmentedControl({tr("common"), tr("panel")});
  m_fractions = new QLineEdit(QStringLiteral("30 60 90"));
  m_fractions->setFixedWidth(96);
  m_fractions->setToolTip(tr("Shares of the stars that the contours enclose"));
  panels->addRow(tr("colour"), m_scaling);
  panels->addRow(tr("scale"), m_common);
  panels->addRow(tr("contours (%)"), m_fractions);
  connect(m_scaling, &SegmentedControl::chosen, this, &GalaxyPage::draw);
  connect(m_common, &SegmentedControl::chosen, this, &GalaxyPage::draw);
  connect(m_fractions, &QLineEdit::textEdited, this, &GalaxyPage::schedule);
  layout->addWidget(panels);

  const galaxy::PanelGridOptions defaults;
  auto* share = new Card(tr("High-α share"));
  m_highAlpha = dexBox(defaults.highAlpha);
  m_shareLow = dexBox(defaults.shareXLow);
  m_shareHigh = dexBox(defaults.shareXHigh);
  share->addRow(tr("high above"), m_highAlpha);
  share->addRow(tr("[M/H] from"), m_shareLow);
  share->addRow(tr("[M/H] to"), m_shareHigh);
  for (auto* box : {m_highAlpha, m_shareLow, m_shareHigh}) {
    connect(box, &QDoubleSpinBox::valueChanged, this, &GalaxyPage::schedule);
  }
  layout->addWidget(share);
  layout->addStretch(1);
}

Card* GalaxyPage::buildFigureCard() {
  m_figureCard = new Card({});
  const galaxy::SolarPosition sun;
  m_figureCard->setRemark(tr("R⊙ %1 kpc · z⊙ %2 pc · drag to zoom · double-click to enlarge a panel")
                              .arg(sun.distanceToCentreKpc)
                              .arg(sun.heightPc));
  m_view = new FigureView;
  m_view->setResetOnDoubleClick(false);
  m_view->setExportName(QStringLiteral("galaxy"));
  m_reason = new QLabel;
  m_reason->setProperty("role", "muted");
  m_reason->setAlignment(Qt::AlignCenter);
  m_reason->setWordWrap(true);
  m_figureCard->body()->addWidget(m_view, 1);
  m_figureCard->body()->addWidget(m_reason, 1);
  m_view->hide();
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

Card* GalaxyPage::buildShareCard() {
  m_shareCard = new Card(tr("High-α share"));
  m_shares = new QTableWidget;
  m_shares->setObjectName(QStringLiteral("shares"));
  m_shares->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_shares->setSelectionMode(QAbstractItemView::NoSelection);
  m_shares->setFocusPolicy(Qt::NoFocus);
  m_shares->setShowGrid(false);
  m_shares->setFrameShape(QFrame::NoFrame);
  m_shares->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  m_shares->verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_shares->verticalHeader()->setDefaultSectionSize(22);
  m_shares->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  m_measure = new QComboBox;
  m_measure->setObjectName(QStringLiteral("galaxyMeasure"));
  m_measure->addItems(measureNames());
  m_measure->setToolTip(tr("What the table maps over R and |Z|"));
  connect(m_measure, &QComboBox::activated, this, [this] {
    if (m_grid) showShares();
  });
  connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, [this] {
    if (m_grid) showShares();
  });
  m_shareCard->addToHeader(m_measure);
  m_shareCard->body()->addWidget(m_shares);
  m_shareCard->hide();
  return m_shareCard;
}

void GalaxyPage::activated() {
  if (m_stale) compute();
}

void GalaxyPage::starsChanged() {
  m_stale = true;
  m_figureOptions.enlarged.reset();
  const auto stars = session().stars();
  if (!stars) {
    showReason(tr("Open a catalogue with labels, and with R and Z or positions and distances."));
    return;
  }
  m_labelSource->setText(session().catalogue() ? tr("the network") : tr("the survey"));
  for (auto [box, wanted] : {std::pair{m_x, "mh"}, {m_y, "alpham"}}) {
    const QString before = box->currentData().toString();
    box->clear();
    for (const survey::Label& label : stars->labels)
      box->addItem(text(survey::displayName(label.name)), text(label.name));
    const int kept = box->findData(before), usual = box->findData(QString::fromLatin1(wanted));
    box->setCurrentIndex(kept >= 0 ? kept : std::max(usual, 0));
  }
  if (stars->hasNumeric("R_kpc")) {
    const galaxy::BinEdges edges = galaxy::suggestedEdges(stars->numeric("R_kpc"));
    m_radiusEdges->setText(numberListText(edges.radiusKpc));
    m_heightEdges->setText(numberListText(edges.heightKpc));
  }
  if (isVisible()) compute();
}

void GalaxyPage::schedule() {
  m_stale = true;
  m_delay->start();
}

std::optional<galaxy::PanelGridOptions> GalaxyPage::optionsFromControls() {
  galaxy::PanelGridOptions options;
  options.xName = m_x->currentData().toString().toStdString();
  options.yName = m_y->currentData().toString().toStdString();
  const auto radius = increasingNumbers(m_radiusEdges->text()), height = increasingNumbers(m_heightEdges->text());
  const auto percent = increasingNumbers(m_fractions->text());
  const bool radiusFits = radius && radius->size() >= 2,
             heightFits = height && height->size() >= 2 && height->front() >= 0;
  const bool percentFits = percent && percent->front() > 0 && percent->back() < 100;
  markInvalid(m_radiusEdges, !radiusFits, tr("Two or more increasing numbers, e.g. 6, 7, 8, 9"));
  markInvalid(m_heightEdges, !heightFits, tr("Two or more increasing numbers from 0 up, e.g. 0, 0.5, 1, 2"));
  markInvalid(m_fractions, !percentFits, tr("Increasing percentages between 0 and 100, e.g. 30 60 90"));
  if (!radiusFits || !heightFits || !percentFits) return std::nullopt;

  options.radiusEdgesKpc = *radius;
  options.heightEdgesKpc = *height;
  options.massFractions = *percent;
  for (double& fraction : options.massFractions)
    fraction /= 100.0;
  options.highAlpha = m_highAlpha->value();
  options.shareXLow = m_shareLow->value();
  options.shareXHigh = m_shareHigh->value();
  return options;
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
  auto options = optionsFromControls();
  if (!options) return;
  if (options->xName != "mh" && options->xName != "feh") {
    const auto [xLow, xHigh] = rangeOf(stars->numeric(options->xName));
    options->cells.xLow = xLow;
    options->cells.xHigh = xHigh;
  }
  if (options->yName != "alpham") {
    const auto [yLow, yHigh] = rangeOf(stars->numeric(options->yName));
    options->cells.yLow = yLow;
    options->cells.yHigh = yHigh;
  }
  m_stale = false;
  if (!m_binner || m_binner->stars != stars) m_binner = std::make_shared<KeptBinner>(stars);
  m_runner.run(
      tr("binning"),
      [kept = m_binner, rows = session().rows(), options = *options](Job&) {
        const std::lock_guard lock(kept->mutex);  // a run that was overtaken may still be binning
        return std::make_shared<const galaxy::PanelGrid>(kept->binner.bin(*rows, options));
      },
      [this, stars](std::shared_ptr<const galaxy::PanelGrid> grid) {
        m_gridStars = stars;
        show(std::move(grid));
      });
}

void GalaxyPage::show(std::shared_ptr<const galaxy::PanelGrid> grid) {
  const bool sameShape = m_grid && m_grid->columns == grid->columns && m_grid->rows == grid->rows;
  if (!sameShape) m_figureOptions.enlarged.reset();
  const bool first = !m_grid;
  m_grid = std::move(grid);
  m_humps.clear();
  m_reason->hide();
  m_view->show();
  m_shareCard->show();
  m_inFilter->setText(countText(session().rows()->size()));
  m_inPanels->setText(countText(m_grid->starsPlaced));
  m_withoutPosition->setText(countText(m_grid->starsWithoutPosition));
  draw();
  showShares();
  if (first) Q_EMIT exportFigureAvailableChanged();
}

void GalaxyPage::draw() {
  if (!m_grid) return;
  m_figureOptions.scaling = kScalings[m_scaling->current()];
  m_figureOptions.commonScale = m_common->current() == 0;
  m_figureCard->setTitle(
      tr("%1 against %2 in bins of R and |Z|")
          .arg(text(survey::displayName(m_grid->options.yName)), text(survey::displayName(m_grid->options.xName))));
  drawGalaxy(*m_view, *m_grid, *m_gridStars, m_figureOptions);
}

void GalaxyPage::showShares() {
  const auto& options = m_grid->options;
  const PanelMeasure measure = static_cast<PanelMeasure>(m_measure->currentIndex());
  if (needsHumps(measure) && m_humps.size() != m_grid->panels.size()) {
    testHumps();
    return;
  }
  const QString xName = text(survey::displayName(options.xName)), yName = text(survey::displayName(options.yName));
  const galaxy::BimodalityOptions humpOptions;
  m_shareCard->setTitle(needsHumps(measure)
                            ? tr("One hump or two in %1 at %2 < %3 < %4")
                                  .arg(yName, valueText(humpOptions.xLow, 2), xName, valueText(humpOptions.xHigh, 2))
                            : tr("Share of stars with %1 > %2 among %3 < %4 < %5")
                                  .arg(yName, valueText(options.highAlpha, 2), valueText(options.shareXLow, 2), xName,
                                       valueText(options.shareXHigh, 2)));
  const int rows = static_cast<int>(m_grid->rows);
  fillMeasureTable(*m_shares, *m_grid, m_humps, measure);
  constexpr int kMostRowsShown = 4;
  m_shares->setFixedHeight(m_shares->horizontalHeader()->sizeHint().height() + 22 * std::min(rows, kMostRowsShown) + 4);
}

void GalaxyPage::testHumps() {
  m_humpRunner.run(
      tr("testing for two humps"),
      [stars = m_gridStars, grid = m_grid](Job& job) { return galaxy::panelBimodality(*stars, *grid, {}, job); },
      [this, grid = m_grid](std::vector<galaxy::Bimodality> humps) {
        if (grid != m_grid) return;
        m_humps = std::move(humps);
        showShares();
      });
}

void GalaxyPage::showReason(const QString& reason) {
  m_runner.requestStop();
  m_humpRunner.requestStop();
  const bool had = m_grid != nullptr;
  m_grid.reset();
  m_view->hide();
  m_shareCard->hide();
  m_reason->setText(reason);
  m_reason->show();
  if (had) Q_EMIT exportFigureAvailableChanged();
}

void GalaxyPage::exportFigure(const QString& path) {
  if (m_grid) ui::exportFigure(*m_view, std::filesystem::path(path.toStdString()));
}

}  // namespace maury::ui
