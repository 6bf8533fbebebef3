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

#include "survey/dataset/NumericView.h"
#include "survey/names/LabelNames.h"
#include "survey/names/PositionColumns.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/IntBox.h"
#include "ui/pages/parts/NumberList.h"
#include "ui/pages/parts/SegmentedControl.h"

namespace maury::ui {

namespace {

constexpr int kEditDelayMs = 250;
constexpr int kOwnEdges = 0, kFittingEdges = 1;                     ///< items of m_preset; published edges follow
constexpr int kCounts = 0, kColumnShares = 1, kAdaptiveKernel = 2;  ///< items of m_cells; means follow

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
  for (const auto& [key, box] : {std::pair{"xName", m_x}, {"yName", m_y}}) {
    axes->addRow(m_panelOptions.labelOf(key), box);
    box->setToolTip(m_panelOptions.helpOf(key));
    connect(box, &QComboBox::activated, this, &GalaxyControls::schedule);
  }
  return axes;
}

/// Creates a text field for a list of numbers.
QLineEdit* GalaxyControls::addField(const char* key, const char* objectName) {
  return qobject_cast<QLineEdit*>(m_panelOptions.add(key, QString::fromLatin1(objectName)));
}

QWidget* GalaxyControls::buildBins() {
  auto* bins = new Card(tr("Bins"));
  m_preset = new QComboBox;
  m_preset->setObjectName(QStringLiteral("galaxyBins"));
  m_preset->addItem(tr("own edges"));
  m_preset->addItem(tr("fit the stars"));
  m_preset->setCurrentIndex(kFittingEdges);
  m_preset->setToolTip(tr("Edges that fit the stars change with the survey; own and published edges do not"));
  for (const galaxy::NamedEdges& preset : galaxy::edgePresets())
    m_preset->addItem(text(preset.title), text(preset.name));
  bins->addRow(tr("edges"), m_preset);
  connect(m_preset, &QComboBox::activated, this, [this](int index) {
    if (index == kOwnEdges) return;
    showEdges(index == kFittingEdges ? m_fittingEdges
                                     : galaxy::edgePreset(m_preset->itemData(index).toString().toStdString()));
    schedule();
  });
  m_radiusEdges = addField("radiusEdgesKpc", "radiusEdges");
  m_heightEdges = addField("heightEdgesKpc", "heightEdges");
  for (const auto& [key, edit] : {std::pair{"radiusEdgesKpc", m_radiusEdges}, {"heightEdgesKpc", m_heightEdges}}) {
    bins->body()->addWidget(new QLabel(m_panelOptions.labelOf(key)));
    bins->body()->addWidget(edit);
    edit->clear();  // setStars() fills in edges that fit
    connect(edit, &QLineEdit::textEdited, this, [this] {
      m_preset->setCurrentIndex(kOwnEdges);
      schedule();
    });
  }
  m_spread = qobject_cast<QCheckBox*>(m_panelOptions.add("spread", QStringLiteral("galaxySpread")));
  connect(m_spread, &QCheckBox::clicked, this, &GalaxyControls::changed);
  bins->body()->addWidget(m_spread);
  return bins;
}

QWidget* GalaxyControls::buildPanels() {
  auto* panels = new Card(tr("Panels"));
  const workbench::GalaxyFigureOptions defaults;
  m_scaling = new SegmentedControl({tr("lin"), tr("log"), QStringLiteral("√")});
  m_scaling->setCurrent(static_cast<int>(defaults.scaling));
  m_common = new SegmentedControl({tr("common"), tr("panel")});
  m_common->setCurrent(defaults.commonScale ? 0 : 1);
  m_cells = new QComboBox;
  m_cells->setObjectName(QStringLiteral("galaxyCells"));
  m_cells->setToolTip(tr("Quantity that the colour of a cell shows"));
  m_cells->setFixedWidth(150);
  panels->addRow(m_panelOptions.labelOf("meanName"), m_cells);
  for (const auto& [key, control] : {std::pair{"scaling", m_scaling}, {"commonScale", m_common}}) {
    panels->addRow(m_appearance.labelOf(key), control);
    control->setToolTip(m_appearance.helpOf(key));
    connect(control, &SegmentedControl::chosen, this, &GalaxyControls::appearanceChanged);
  }
  m_fractions = addField("massFractions", "galaxyFractions");
  m_fractions->setFixedWidth(kControlWidth);
  panels->addRow(m_panelOptions.labelOf("massFractions"), m_fractions);
  auto* contourLabels = m_appearance.add("contourLabels", QStringLiteral("galaxyContourLabels"));
  auto* running = m_panelOptions.add("runningMedian", QStringLiteral("galaxyRunning"));
  auto* marginals = m_appearance.add("marginals", QStringLiteral("galaxyMarginals"));
  for (QWidget* box : {contourLabels, running, marginals})
    panels->body()->addWidget(box);
  m_overlay = new QPushButton;
  m_overlay->setObjectName(QStringLiteral("galaxyOverlay"));
  m_overlay->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  panels->body()->addWidget(m_overlay);
  showOverlay({});
  connect(m_overlay, &QPushButton::clicked, this, &GalaxyControls::overlayRequested);
  connect(qobject_cast<QCheckBox*>(running), &QCheckBox::clicked, this, &GalaxyControls::changed);
  for (QWidget* box : {contourLabels, marginals})
    connect(qobject_cast<QCheckBox*>(box), &QCheckBox::clicked, this, &GalaxyControls::appearanceChanged);
  connect(m_cells, &QComboBox::activated, this, &GalaxyControls::changed);
  connect(m_fractions, &QLineEdit::textEdited, this, &GalaxyControls::schedule);
  return panels;
}

QWidget* GalaxyControls::buildShare() {
  auto* share = new Card(tr("High-α share"));
  for (const char* key : {"highAlpha", "shareXLow", "shareXHigh"}) {
    auto* box = qobject_cast<QDoubleSpinBox*>(m_panelOptions.addRow(*share, key, QString::fromLatin1(key)));
    connect(box, &QDoubleSpinBox::valueChanged, this, &GalaxyControls::schedule);
  }
  return share;
}

QWidget* GalaxyControls::buildSun() {
  auto* card = new Card(tr("Sun"));
  for (const auto& [key, name] : {std::pair{"distanceToCentreKpc", "sunDistance"}, {"heightPc", "sunHeight"}}) {
    auto* box = qobject_cast<QDoubleSpinBox*>(m_sunOptions.addRow(*card, key, QString::fromLatin1(name)));
    box->setKeyboardTracking(false);
    box->setToolTip(tr("%1. Changing it recomputes R and Z of all stars").arg(m_sunOptions.helpOf(key)));
    connect(box, &QDoubleSpinBox::valueChanged, this, [this] {
      galaxy::SolarPosition sun;
      m_sunOptions.applyTo(sun);
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
  const galaxy::PanelLabels labels = galaxy::defaultPanelLabels(stars);
  for (const auto& [box, defaultLabel] : {std::pair{m_x, labels.x}, {m_y, labels.y}}) {
    const QString before = box->currentData().toString();
    box->clear();
    for (const survey::Label& label : stars.labels)
      box->addItem(text(survey::displayName(label.name)), text(label.name));
    const int previous = box->findData(before), standard = box->findData(text(defaultLabel));
    box->setCurrentIndex(previous >= 0 ? previous : std::max(standard, 0));
  }
  const QString before = m_cells->currentData().toString();
  const int kind = m_cells->currentIndex();
  m_cells->clear();
  m_cells->addItem(tr("number of stars"));
  for (const char* key : {"columnShares", "adaptiveKernel"}) {
    m_cells->addItem(m_panelOptions.labelOf(key));
    m_cells->setItemData(m_cells->count() - 1, m_panelOptions.helpOf(key), Qt::ToolTipRole);
  }
  for (const std::string& name : stars.numericNames())
    m_cells->addItem(tr("mean of %1").arg(text(survey::displayName(name))), text(name));
  m_cells->setCurrentIndex(before.isEmpty() ? std::clamp(kind, kCounts, kAdaptiveKernel)
                                            : std::max(0, m_cells->findData(before)));
  const bool canSpread = galaxy::canSpread(stars);
  m_spread->setEnabled(canSpread);
  if (!canSpread) m_spread->setChecked(false);
  m_spread->setToolTip(canSpread ? m_panelOptions.helpOf("spread")
                                 : tr("These stars have no errors of R and Z. Open a catalogue with distance errors, "
                                      "or with columns e_R_kpc and e_Z_kpc"));
  if (stars.hasNumeric(survey::kRadiusColumn)) {
    m_fittingEdges = galaxy::suggestEdges(survey::viewOf(stars, survey::kRadiusColumn));
    if (m_preset->currentIndex() == kFittingEdges) showEdges(m_fittingEdges);
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

std::optional<double> GalaxyControls::moveEdge(bool isRadius, std::size_t index, double kpc) {
  QLineEdit* field = isRadius ? m_radiusEdges : m_heightEdges;
  const auto edges = increasingNumbers(field->text());
  if (!edges || index >= edges->size()) return std::nullopt;
  constexpr double kStep = 0.05;
  double moved = std::round(kpc / kStep) * kStep;
  if (isRadius || edges->front() >= 0.0) moved = std::max(0.0, moved);
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
  m_overlay->setToolTip(
      name.isEmpty() ? tr("Draw the contours of another catalogue, with the same filter and bins, over the panels")
                     : name);
}

workbench::GalaxyFigureOptions GalaxyControls::appearance() const {
  workbench::GalaxyFigureOptions appearance;
  m_appearance.applyTo(appearance);
  appearance.scaling = static_cast<workbench::Scaling>(m_scaling->current());
  appearance.commonScale = m_common->current() == 0;
  return appearance;
}

std::optional<galaxy::PanelGridOptions> GalaxyControls::options() {
  galaxy::PanelGridOptions options;
  m_panelOptions.applyTo(options);
  const bool radiusFits = options.radiusEdgesKpc.size() >= 2, heightFits = options.heightEdgesKpc.size() >= 2;
  const bool fractionsFit = !options.massFractions.empty();
  markInvalid(m_radiusEdges, !radiusFits, tr("Type two or more increasing numbers in kpc, e.g. 6, 7, 8, 9"),
              m_panelOptions.helpOf("radiusEdgesKpc"));
  markInvalid(m_heightEdges, !heightFits,
              tr("Type two or more increasing numbers in kpc, e.g. 0, 0.5, 1, 2. A negative first number selects bins "
                 "of Z instead of |Z|"),
              m_panelOptions.helpOf("heightEdgesKpc"));
  markInvalid(m_fractions, !fractionsFit, tr("Type increasing percentages above 0 and up to 100, e.g. 30, 60, 90"),
              m_panelOptions.helpOf("massFractions"));
  if (!radiusFits || !heightFits || !fractionsFit) return std::nullopt;

  options.xName = m_x->currentData().toString().toStdString();
  options.yName = m_y->currentData().toString().toStdString();
  options.meanName = m_cells->currentData().toString().toStdString();
  options.columnShares = m_cells->currentIndex() == kColumnShares;
  options.adaptiveKernel = m_cells->currentIndex() == kAdaptiveKernel;
  return options;
}

}  // namespace maury::ui
