// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/GalaxyControls.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <functional>

#include "survey/dataset/LabelNames.h"
#include "survey/dataset/NumericView.h"
#include "survey/dataset/PositionColumns.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/NumberList.h"
#include "ui/pages/parts/SegmentedControl.h"

namespace maury::ui {

namespace {

constexpr int kEditDelayMs = 250;
constexpr int kOwnEdges = 0, kFittingEdges = 1;                     ///< of the edges offered; published ones follow
constexpr int kCounts = 0, kColumnShares = 1, kAdaptiveKernel = 2;  ///< of what cells can show; means follow
using workbench::Scaling;
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

GalaxyControls::GalaxyControls(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(12);

  auto* stars = new Card(tr("Stars"));
  m_labelSource = stars->addRow(tr("labels from"));
  m_inFilter = stars->addRow(tr("in the filter"));
  m_inPanels = stars->addRow(tr("in the panels"));
  m_withoutPosition = stars->addRow(tr("without R or Z"));
  layout->addWidget(stars);

  for (QWidget* card : {buildAxes(), buildBins(), buildSun(), buildPanels(), buildShare()})
    layout->addWidget(card);
  layout->addStretch(1);
  m_delay = new QTimer(this);
  m_delay->setSingleShot(true);
  m_delay->setInterval(kEditDelayMs);
  connect(m_delay, &QTimer::timeout, this, &GalaxyControls::changed);
}

QWidget* GalaxyControls::buildAxes() {
  auto* axes = new Card(tr("Axes"));
  m_x = new QComboBox;
  m_y = new QComboBox;
  m_x->setObjectName(QStringLiteral("galaxyX"));
  m_y->setObjectName(QStringLiteral("galaxyY"));
  axes->addRow(tr("across"), m_x);
  axes->addRow(tr("up"), m_y);
  connect(m_x, &QComboBox::activated, this, &GalaxyControls::schedule);
  connect(m_y, &QComboBox::activated, this, &GalaxyControls::schedule);
  return axes;
}

QWidget* GalaxyControls::buildBins() {
  auto* bins = new Card(tr("Bins"));
  m_preset = new QComboBox;
  m_preset->setObjectName(QStringLiteral("galaxyBins"));
  m_preset->addItem(tr("own edges"));
  m_preset->addItem(tr("fit the stars"));
  m_preset->setCurrentIndex(kFittingEdges);
  m_preset->setToolTip(tr("Own and published edges stay when other stars are opened"));
  for (const galaxy::NamedEdges& preset : galaxy::edgePresets())
    m_preset->addItem(text(preset.title), text(preset.name));
  bins->addRow(tr("edges of"), m_preset);
  connect(m_preset, &QComboBox::activated, this, [this](int index) {
    if (index == kOwnEdges) return;
    showEdges(index == kFittingEdges ? m_fitting
                                     : galaxy::edgePreset(m_preset->itemData(index).toString().toStdString()));
    schedule();
  });
  m_radiusEdges = new QLineEdit;
  m_heightEdges = new QLineEdit;
  m_radiusEdges->setObjectName(QStringLiteral("radiusEdges"));
  m_heightEdges->setObjectName(QStringLiteral("heightEdges"));
  m_heightEdges->setToolTip(tr("Of |Z|; of Z, with rows below the plane, where the first is below 0"));
  m_spread = new QCheckBox(tr("spread stars by errors"));
  m_spread->setObjectName(QStringLiteral("galaxySpread"));
  connect(m_spread, &QCheckBox::clicked, this, &GalaxyControls::changed);
  for (auto [title, edit] : {std::pair{tr("R edges (kpc)"), m_radiusEdges}, {tr("|Z| edges (kpc)"), m_heightEdges}}) {
    bins->body()->addWidget(new QLabel(title));
    bins->body()->addWidget(edit);
    connect(edit, &QLineEdit::textEdited, this, [this] {
      m_preset->setCurrentIndex(kOwnEdges);
      schedule();
    });
  }
  bins->body()->addWidget(m_spread);
  return bins;
}

QWidget* GalaxyControls::buildPanels() {
  auto* panels = new Card(tr("Panels"));
  m_scaling = new SegmentedControl({tr("lin"), tr("log"), QStringLiteral("√")});
  m_scaling->setCurrent(1);
  m_common = new SegmentedControl({tr("common"), tr("panel")});
  m_fractions = new QLineEdit(QStringLiteral("30 60 90"));
  m_fractions->setFixedWidth(96);
  m_fractions->setToolTip(tr("Shares of the stars that the contours enclose"));
  m_cells = new QComboBox;
  m_cells->setObjectName(QStringLiteral("galaxyCells"));
  m_cells->setToolTip(tr("What the colour of a cell says"));
  m_cells->setFixedWidth(150);
  m_running = new QCheckBox(tr("running median, 16–84 %"));
  m_running->setObjectName(QStringLiteral("galaxyRunning"));
  m_marginals = new QCheckBox(tr("marginal histograms"));
  m_marginals->setObjectName(QStringLiteral("galaxyMarginals"));
  m_marginals->setToolTip(tr("The shape of both labels' distributions along the top and right edge of each panel"));
  m_contourLabels = new QCheckBox(tr("percentages on the contours"));
  m_contourLabels->setObjectName(QStringLiteral("galaxyContourLabels"));
  m_contourLabels->setToolTip(
      tr("The share of the stars that each contour encloses, where a panel is wide enough for words"));
  m_contourLabels->setChecked(workbench::GalaxyFigureOptions().contourLabels);
  panels->addRow(tr("cells"), m_cells);
  panels->addRow(tr("colour"), m_scaling);
  panels->addRow(tr("scale"), m_common);
  panels->addRow(tr("contours (%)"), m_fractions);
  panels->body()->addWidget(m_contourLabels);
  panels->body()->addWidget(m_running);
  panels->body()->addWidget(m_marginals);
  m_overlay = new QPushButton;
  m_overlay->setObjectName(QStringLiteral("galaxyOverlay"));
  m_overlay->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  panels->body()->addWidget(m_overlay);
  showOverlay({});
  connect(m_overlay, &QPushButton::clicked, this, &GalaxyControls::overlayWanted);
  connect(m_running, &QCheckBox::clicked, this, &GalaxyControls::changed);
  for (QCheckBox* look : {m_marginals, m_contourLabels})
    connect(look, &QCheckBox::clicked, this, &GalaxyControls::appearanceChanged);
  connect(m_cells, &QComboBox::activated, this, &GalaxyControls::changed);
  connect(m_scaling, &SegmentedControl::chosen, this, &GalaxyControls::appearanceChanged);
  connect(m_common, &SegmentedControl::chosen, this, &GalaxyControls::appearanceChanged);
  connect(m_fractions, &QLineEdit::textEdited, this, &GalaxyControls::schedule);
  return panels;
}

QWidget* GalaxyControls::buildShare() {
  const galaxy::PanelGridOptions defaults;
  auto* share = new Card(tr("High-α share"));
  m_highAlpha = dexBox(defaults.highAlpha);
  m_shareLow = dexBox(defaults.shareXLow);
  m_shareHigh = dexBox(defaults.shareXHigh);
  share->addRow(tr("high above"), m_highAlpha);
  share->addRow(tr("[M/H] from"), m_shareLow);
  share->addRow(tr("[M/H] to"), m_shareHigh);
  for (auto* box : {m_highAlpha, m_shareLow, m_shareHigh}) {
    connect(box, &QDoubleSpinBox::valueChanged, this, &GalaxyControls::schedule);
  }
  return share;
}

QWidget* GalaxyControls::buildSun() {
  const galaxy::SolarPosition usual;
  auto* card = new Card(tr("Sun"));
  m_sunDistance = new QDoubleSpinBox;
  m_sunDistance->setRange(5.0, 12.0);
  m_sunDistance->setDecimals(3);
  m_sunDistance->setSingleStep(0.01);
  m_sunDistance->setValue(usual.distanceToCentreKpc);
  m_sunDistance->setObjectName(QStringLiteral("sunDistance"));
  m_sunHeight = new QDoubleSpinBox;
  m_sunHeight->setRange(-100.0, 100.0);
  m_sunHeight->setDecimals(1);
  m_sunHeight->setValue(usual.heightPc);
  m_sunHeight->setObjectName(QStringLiteral("sunHeight"));
  card->addRow(tr("R⊙ (kpc)"), m_sunDistance);
  card->addRow(tr("z⊙ (pc)"), m_sunHeight);
  for (auto* box : {m_sunDistance, m_sunHeight}) {
    box->setLocale(QLocale::c());
    box->setFixedWidth(90);
    box->setKeyboardTracking(false);
    box->setToolTip(tr("R and Z of every star are found anew from its direction and distance"));
    connect(box, &QDoubleSpinBox::valueChanged, this, [this] {
      galaxy::SolarPosition sun;
      sun.distanceToCentreKpc = m_sunDistance->value();
      sun.heightPc = m_sunHeight->value();
      Q_EMIT sunMoved(sun);
    });
  }
  return card;
}

void GalaxyControls::schedule() {
  m_delay->start();
}

void GalaxyControls::setStars(const survey::Dataset& stars, const QString& labelSource) {
  m_labelSource->setText(labelSource);
  const galaxy::PanelLabels labels = galaxy::usualLabels(stars);
  for (const auto& [box, wanted] : {std::pair{m_x, labels.x}, {m_y, labels.y}}) {
    const QString before = box->currentData().toString();
    box->clear();
    for (const survey::Label& label : stars.labels)
      box->addItem(text(survey::displayName(label.name)), text(label.name));
    const int kept = box->findData(before), usual = box->findData(text(wanted));
    box->setCurrentIndex(kept >= 0 ? kept : std::max(usual, 0));
  }
  const QString before = m_cells->currentData().toString();
  const int kind = m_cells->currentIndex();
  m_cells->clear();
  m_cells->addItem(tr("number of stars"));
  m_cells->addItem(tr("share of the column's most"));
  m_cells->addItem(tr("adaptive kernel"));
  m_cells->setItemData(
      kAdaptiveKernel,
      tr("Each star spread by a Gaussian, narrow where stars are dense, wide in the tails; contours too"),
      Qt::ToolTipRole);
  for (const std::string& name : stars.numericNames())
    m_cells->addItem(tr("mean of %1").arg(text(survey::displayName(name))), text(name));
  m_cells->setCurrentIndex(before.isEmpty() ? std::clamp(kind, kCounts, kAdaptiveKernel)
                                            : std::max(0, m_cells->findData(before)));
  const bool canSpread = galaxy::canSpread(stars);
  m_spread->setEnabled(canSpread);
  if (!canSpread) m_spread->setChecked(false);
  m_spread->setToolTip(canSpread ? tr("Each star counts in every bin with the probability that it lies there, by the "
                                      "errors of its R and Z")
                                 : tr("These stars have no errors of R and Z: it needs distances with errors, or "
                                      "columns e_R_kpc and e_Z_kpc"));
  if (stars.hasNumeric(survey::kRadiusColumn)) {
    m_fitting = galaxy::suggestedEdges(survey::viewOf(stars, survey::kRadiusColumn));
    if (m_preset->currentIndex() == kFittingEdges) showEdges(m_fitting);
  }
}

void GalaxyControls::showEdges(const galaxy::BinEdges& edges) {
  m_radiusEdges->setText(numberListText(edges.radiusKpc));
  m_heightEdges->setText(numberListText(edges.heightKpc));
}

void GalaxyControls::showCounts(std::size_t inFilter, const galaxy::PanelGrid& grid) {
  m_inFilter->setText(countText(inFilter));
  m_inPanels->setText(countText(grid.starsPlaced));
  m_withoutPosition->setText(countText(grid.starsWithoutPosition));
}

std::optional<double> GalaxyControls::moveEdge(bool ofRadius, std::size_t index, double kpc) {
  QLineEdit* field = ofRadius ? m_radiusEdges : m_heightEdges;
  const auto edges = increasingNumbers(field->text());
  if (!edges || index >= edges->size()) return std::nullopt;
  constexpr double kStep = 0.05;
  double moved = std::round(kpc / kStep) * kStep;
  if (ofRadius || edges->front() >= 0.0) moved = std::max(0.0, moved);
  if (index > 0) moved = std::max(moved, (*edges)[index - 1] + kStep);
  if (index + 1 < edges->size()) moved = std::min(moved, (*edges)[index + 1] - kStep);
  std::vector<double> next = *edges;
  next[index] = std::round(moved * 1e6) / 1e6;
  if (next == *edges || std::adjacent_find(next.begin(), next.end(), std::greater_equal<>()) != next.end())
    return std::nullopt;
  field->setText(numberListText(next));
  m_preset->setCurrentIndex(kOwnEdges);
  return next[index];
}

void GalaxyControls::showOverlay(const QString& name) {
  m_overlay->setText(name.isEmpty() ? tr("Overlay a catalogue…") : tr("Remove the overlay"));
  m_overlay->setToolTip(name.isEmpty() ? tr("Its stars by the same filter and bins, as contours over the panels")
                                       : name);
}

workbench::GalaxyFigureOptions GalaxyControls::appearance() const {
  workbench::GalaxyFigureOptions appearance;
  appearance.scaling = kScalings[m_scaling->current()];
  appearance.commonScale = m_common->current() == 0;
  appearance.marginals = m_marginals->isChecked();
  appearance.contourLabels = m_contourLabels->isChecked();
  return appearance;
}

std::optional<galaxy::PanelGridOptions> GalaxyControls::options() {
  galaxy::PanelGridOptions options;
  options.xName = m_x->currentData().toString().toStdString();
  options.yName = m_y->currentData().toString().toStdString();
  const auto radius = increasingNumbers(m_radiusEdges->text()), height = increasingNumbers(m_heightEdges->text());
  const auto percent = increasingNumbers(m_fractions->text());
  const bool radiusFits = radius && radius->size() >= 2, heightFits = height && height->size() >= 2;
  const bool percentFits = percent && percent->front() > 0 && percent->back() < 100;
  markInvalid(m_radiusEdges, !radiusFits, tr("Two or more increasing numbers, e.g. 6, 7, 8, 9"));
  markInvalid(m_heightEdges, !heightFits,
              tr("Two or more increasing numbers, e.g. 0, 0.5, 1, 2; the first below 0 for Z in place of |Z|"));
  markInvalid(m_fractions, !percentFits, tr("Increasing percentages between 0 and 100, e.g. 30 60 90"));
  if (!radiusFits || !heightFits || !percentFits) return std::nullopt;

  options.radiusEdgesKpc = *radius;
  options.heightEdgesKpc = *height;
  options.massFractions = *percent;
  for (double& fraction : options.massFractions)
    fraction /= 100.0;
  options.meanName = m_cells->currentData().toString().toStdString();
  options.columnShares = m_cells->currentIndex() == kColumnShares;
  options.adaptiveKernel = m_cells->currentIndex() == kAdaptiveKernel;
  options.runningMedian = m_running->isChecked();
  options.spread = m_spread->isChecked();
  options.highAlpha = m_highAlpha->value();
  options.shareXLow = m_shareLow->value();
  options.shareXHigh = m_shareHigh->value();
  return options;
}

}  // namespace maury::ui
