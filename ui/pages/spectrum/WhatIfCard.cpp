// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/WhatIfCard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "survey/names/LabelNames.h"
#include "survey/names/PredictedNames.h"
#include "ui/models/StarColumns.h"
#include "ui/plot/Axis.h"
#include "workbench/spectrum/SpectrumComputation.h"

namespace maury::ui {

namespace {

constexpr int kMaxShiftKmS = 100;
constexpr int kDepthSteps = 20;  ///< slider position for a depth of × 1
constexpr int kInputSteps = 50;  ///< slider steps on either side of 0; together they span the range seen in training
constexpr std::size_t kMostLines = 24;
constexpr double kLineHalfWidthNm = 0.12;
/// S/N at each position of the slider; the last stands for no added noise.
constexpr std::array<double, 12> kSnr = {10, 12, 15, 20, 25, 30, 40, 50, 70, 100, 150, 0};

}  // namespace

WhatIfCard::WhatIfCard(QWidget* parent)
    : Card(tr("What if"), parent),
      m_line(new QComboBox),
      m_inputName(new QComboBox),
      m_mask(new QCheckBox(tr("mask the displayed range"))),
      m_labels(new QGridLayout) {
  auto* resetButton = new QToolButton;
  resetButton->setText(tr("reset"));
  resetButton->setObjectName(QStringLiteral("whatIfReset"));
  addToHeader(resetButton);
  connect(resetButton, &QToolButton::clicked, this, &WhatIfCard::reset);
  m_velocity = addControl(tr("RV shift"), nullptr, -kMaxShiftKmS, kMaxShiftKmS, 1, "whatIfVelocity");
  m_noise = addControl(tr("S/N"), nullptr, 0, static_cast<int>(kSnr.size()) - 1, 1, "whatIfNoise");
  m_depth = addControl({}, m_line, 0, 2 * kDepthSteps, 1, "whatIfDepth");
  m_input = addControl({}, m_inputName, -kInputSteps, kInputSteps, 1, "whatIfInput");
  m_line->setToolTip(tr("Line to make deeper or shallower"));
  m_inputName->setToolTip(tr("Input to change"));
  m_mask->setToolTip(tr("Replace the displayed wavelength range with the continuum; zoom to choose the range"));
  m_mask->setObjectName(QStringLiteral("whatIfMask"));
  body()->addWidget(m_mask);
  m_labels->setVerticalSpacing(3);
  m_labels->setColumnStretch(1, 1);
  m_labels->setColumnMinimumWidth(2, 62);  // wide enough that an extra digit does not move the other columns
  const QStringList headings{{}, tr("± scatter of members"), tr("change")};
  for (int column = 1; column < headings.size(); ++column) {
    auto* heading = new QLabel(headings[column]);
    heading->setProperty("role", "muted");
    m_labels->addWidget(heading, 0, column, Qt::AlignRight);
  }
  body()->addLayout(m_labels);
  for (QComboBox* box : {m_line, m_inputName}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(box, &QComboBox::activated, this, [this] {
      showValues();
      Q_EMIT edited();
    });
  }
  connect(m_mask, &QCheckBox::toggled, this, &WhatIfCard::edited);
  reset();
}

WhatIfCard::Control WhatIfCard::addControl(const QString& name, QWidget* nameWidget, int low, int high, int step,
                                           const char* objectName) {
  Control control{new QSlider(Qt::Horizontal), new QLabel};
  control.slider->setRange(low, high);
  control.slider->setSingleStep(step);
  control.slider->setObjectName(QString::fromLatin1(objectName));
  control.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  auto* heading = new QHBoxLayout;
  heading->addWidget(nameWidget != nullptr ? nameWidget : new QLabel(name));
  heading->addStretch(1);
  heading->addWidget(control.value);
  body()->addLayout(heading);
  body()->addWidget(control.slider);
  connect(control.slider, &QSlider::valueChanged, this, [this] {
    showValues();
    Q_EMIT edited();
  });
  return control;
}

void WhatIfCard::reset() {
  {
    const QSignalBlocker velocity(m_velocity.slider), noise(m_noise.slider), depth(m_depth.slider),
        input(m_input.slider), mask(m_mask);
    m_velocity.slider->setValue(0);
    m_noise.slider->setValue(static_cast<int>(kSnr.size()) - 1);
    m_depth.slider->setValue(kDepthSteps);
    m_input.slider->setValue(0);
    m_mask->setChecked(false);
  }
  showValues();
  Q_EMIT edited();
}

void WhatIfCard::setChoices(const spectra::LineList& lines, const std::vector<network::ModelInput>& inputs) {
  std::vector<spectra::SpectralLine> strongest(lines.begin(), lines.end());
  std::stable_sort(strongest.begin(), strongest.end(), [](const auto& a, const auto& b) { return a.depth > b.depth; });
  strongest.resize(std::min(strongest.size(), kMostLines));
  const QString line = m_line->currentText(), input = m_inputName->currentText();
  m_lineChoices = std::move(strongest);
  m_line->clear();
  for (const auto& choice : m_lineChoices)
    m_line->addItem(
        QStringLiteral("%1 %2").arg(QString::fromStdString(choice.species)).arg(choice.vacuumNm, 0, 'f', 2));
  m_line->setCurrentIndex(std::max(0, m_line->findText(line)));
  m_inputChoices.clear();
  m_inputName->clear();
  for (const network::ModelInput& choice : inputs) {
    if (choice.width != 1) continue;
    m_inputChoices.push_back(choice);
    m_inputName->addItem(QString::fromStdString(survey::displayName(choice.name)));
  }
  m_inputName->setCurrentIndex(std::max(0, m_inputName->findText(input)));
  for (QWidget* widget : std::initializer_list<QWidget*>{m_line, m_depth.slider, m_depth.value})
    widget->setVisible(!m_lineChoices.empty());
  for (QWidget* widget : std::initializer_list<QWidget*>{m_inputName, m_input.slider, m_input.value})
    widget->setVisible(!m_inputChoices.empty());
  showValues();
}

double WhatIfCard::snr() const {
  return kSnr.at(static_cast<std::size_t>(m_noise.slider->value()));
}

double WhatIfCard::inputAmount() const {
  const auto index = static_cast<std::size_t>(std::max(0, m_inputName->currentIndex()));
  if (index >= m_inputChoices.size()) return 0.0;
  const network::ModelInput& input = m_inputChoices[index];
  const double range = static_cast<double>(input.maximum.front()) - static_cast<double>(input.minimum.front());
  return 0.5 * range * m_input.slider->value() / kInputSteps;
}

bool WhatIfCard::changesAnything() const {
  return m_velocity.slider->value() != 0 || snr() > 0.0 || m_depth.slider->value() != kDepthSteps ||
         m_input.slider->value() != 0 || m_mask->isChecked();
}

attribution::Perturbation WhatIfCard::perturbation(const spectra::WavelengthRange& shown) const {
  attribution::Perturbation change;
  change.velocityKmS = m_velocity.slider->value();
  change.snr = snr();
  const auto line = static_cast<std::size_t>(std::max(0, m_line->currentIndex()));
  if (line < m_lineChoices.size() && m_depth.slider->value() != kDepthSteps) {
    change.lines = {
        {m_lineChoices[line].vacuumNm, kLineHalfWidthNm, static_cast<double>(m_depth.slider->value()) / kDepthSteps}};
  }
  const auto input = static_cast<std::size_t>(std::max(0, m_inputName->currentIndex()));
  if (input < m_inputChoices.size() && m_input.slider->value() != 0)
    change.inputs = {{m_inputChoices[input].name, inputAmount()}};
  if (m_mask->isChecked()) change.masked = {shown};
  return change;
}

void WhatIfCard::showValues() {
  m_velocity.value->setText(tr("%1 km/s").arg(signedText(m_velocity.slider->value(), 3)));
  m_noise.value->setText(snr() > 0.0 ? numberText(snr(), 3) : tr("unchanged"));
  m_depth.value->setText(tr("depth × %1").arg(static_cast<double>(m_depth.slider->value()) / kDepthSteps, 0, 'f', 2));
  const auto index = static_cast<std::size_t>(std::max(0, m_inputName->currentIndex()));
  if (index < m_inputChoices.size()) {
    m_input.value->setText(signedText(inputAmount(), 2) + QLatin1Char(' ') +
                           QString::fromStdString(m_inputChoices[index].unit));
  }
}

void WhatIfCard::setSubject(const network::Model& model, std::shared_ptr<const survey::Dataset> subject) {
  m_model = model;
  m_subject = std::move(subject);
}

void WhatIfCard::predict(const spectra::WavelengthRange& shown) {
  if (!m_subject || !m_model) return;
  m_runner.run(
      tr("what if"),
      [subject = m_subject, model = *m_model, done = perturbation(shown)](Job& job) {
        return workbench::computeWhatIf(model, *subject, done, job);
      },
      [this](const std::pair<survey::Dataset, std::vector<float>>& result) {
        showLabels(result.first);
        Q_EMIT predicted(result.second);
      });
}

/// Shows the labels of a catalogue of two rows: the original star and the changed one.
void WhatIfCard::showLabels(const survey::Dataset& both) {
  const std::size_t count = both.labels.size();
  while (m_cells.size() < 3 * count) {
    auto* label = new QLabel;
    const auto column = static_cast<int>(m_cells.size() % 3);
    if (column > 0) label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_labels->addWidget(label, 1 + static_cast<int>(m_cells.size() / 3), column);
    m_cells.push_back(label);
  }
  for (std::size_t i = 0; i < m_cells.size(); ++i)
    m_cells[i]->setVisible(i < 3 * count);
  for (std::size_t l = 0; l < count; ++l) {
    const survey::Label& label = both.labels[l];
    const int decimals = survey::valueDecimals(label.unit);
    const auto text = [decimals](double value) { return valueText(value, decimals); };
    const double before = static_cast<double>(label.values[0]), after = static_cast<double>(label.values[1]);
    const QString change = text(after - before);
    m_cells[3 * l]->setText(QString::fromStdString(survey::axisLabel(survey::referenceName(label.name), label.unit)));
    m_cells[3 * l + 1]->setText(QStringLiteral("%1 ± %2").arg(
        text(after), text(label.errors.empty() ? 0.0 : static_cast<double>(label.errors[1]))));
    m_cells[3 * l + 2]->setText(after > before && !change.startsWith(QChar(0x2212)) ? QLatin1Char('+') + change
                                                                                    : change);
  }
}

}  // namespace maury::ui
