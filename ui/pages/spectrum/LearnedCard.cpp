// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/LearnedCard.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QProgressBar>
#include <QStyle>
#include <QTableWidget>
#include <algorithm>
#include <cmath>

#include "attribution/physics/LabelElements.h"
#include "attribution/physics/Peaks.h"
#include "attribution/physics/Windows.h"
#include "survey/names/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/CardTable.h"

namespace maury::ui {

namespace {

constexpr std::size_t kPeaks = 7;

QString percent(double share) {
  return QStringLiteral("%1 %").arg(100.0 * share, 0, 'f', 1);
}

/// Returns a fraction and its error in per cent, e.g. "17.3 ± 0.8"; without the error if it is 0.
QString formatWithError(double share, double error) {
  const QString value = QString::number(100.0 * share, 'f', 1);
  return error > 0.0 ? QStringLiteral("%1\u00a0±\u00a0%2").arg(value, QString::number(100.0 * error, 'f', 1)) : value;
}

}  // namespace

LearnedCard::LearnedCard(QWidget* parent)
    : Card(tr("Where it comes from"), parent),
      m_label(new QComboBox),
      m_peaks(new QTableWidget),
      m_windows(new QLabel),
      m_verdict(new QLabel) {
  m_windows->setTextFormat(Qt::RichText);
  m_label->setObjectName(QStringLiteral("learnedLabel"));
  addToHeader(m_label);
  connect(m_label, &QComboBox::activated, this, [this] {
    fill();
    Q_EMIT labelChanged();
  });

  m_peaks->setObjectName(QStringLiteral("peaks"));
  styleCardTable(*m_peaks, {tr("λ (nm)"), tr("line"), tr("Δ (nm)"), tr("share")});
  m_peaks->horizontalHeader()->setSectionResizeMode(3, QHeaderView::Stretch);
  m_peaks->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_peaks->setSelectionMode(QAbstractItemView::SingleSelection);
  m_peaks->setToolTip(tr("Click a peak to zoom to it"));
  connect(m_peaks, &QTableWidget::cellClicked, this,
          [this](int row) { Q_EMIT peakChosen(m_peaks->item(row, 0)->data(Qt::UserRole).toDouble()); });
  body()->addWidget(m_peaks);

  m_windows->setWordWrap(true);
  m_verdict->setWordWrap(true);
  body()->addWidget(m_windows);
  body()->addWidget(m_verdict);
}

void LearnedCard::show(std::shared_ptr<const attribution::AttributionMap> map, std::vector<network::ModelInput> inputs,
                       std::vector<attribution::Skill> skills, spectra::LineList lines, double resolutionNm) {
  m_map = std::move(map);
  m_inputs = std::move(inputs);
  m_skills = std::move(skills);
  m_lines = std::move(lines);
  m_resolutionNm = resolutionNm;
  const QString before = m_label->currentData().toString();
  m_label->clear();
  for (const network::ModelLabel& label : m_map->labels) {
    m_label->addItem(QString::fromStdString(survey::displayName(label.name)), QString::fromStdString(label.name));
  }
  const int previous = m_label->findData(before), standard = m_label->findData(QStringLiteral("alpham"));
  m_label->setCurrentIndex(std::max({previous, before.isEmpty() ? standard : -1, 0}));
  fill();
}

std::size_t LearnedCard::label() const {
  return static_cast<std::size_t>(std::max(m_label->currentIndex(), 0));
}

void LearnedCard::fill() {
  if (!m_map || m_label->currentIndex() < 0) return;
  const auto label = static_cast<std::size_t>(m_label->currentIndex());
  fillPeaks(label);
  fillWindows(label);
  fillInputs(label);
}

void LearnedCard::fillPeaks(std::size_t label) {
  const auto peaks = attribution::strongestPeaks(*m_map, label, m_lines, m_resolutionNm, kPeaks);
  m_peaks->setRowCount(static_cast<int>(peaks.size()));
  for (int row = 0; row < m_peaks->rowCount(); ++row) {
    const auto& peak = peaks[static_cast<std::size_t>(row)];
    auto* wavelength = cell(QString::number(peak.wavelengthNm, 'f', 3));
    wavelength->setData(Qt::UserRole, peak.wavelengthNm);
    m_peaks->setItem(row, 0, wavelength);
    m_peaks->setItem(row, 1, cell(peak.line ? QString::fromStdString(peak.line->species) : QStringLiteral("–")));
    m_peaks->setItem(row, 2, cell(peak.line ? valueText(peak.wavelengthNm - peak.line->vacuumNm, 3) : QString()));
    m_peaks->setItem(row, 3, cell(percent(peak.share)));
  }
  fitHeight(*m_peaks);
}

void LearnedCard::fillWindows(std::size_t label) {
  const std::string& name = m_map->labels[label].name;
  const std::vector<std::string> elements = attribution::elementsOf(name);
  const attribution::Skill skill = label < m_skills.size() ? m_skills[label] : attribution::Skill{};
  const bool known = skill.stars > 0 && std::isfinite(skill.r2);
  QStringList lines;
  if (known) {
    lines << tr("R² on %1 test stars: <b>%2</b>")
                 .arg(countText(skill.stars),
                      QStringLiteral("%1 ± %2").arg(skill.r2, 0, 'f', 2).arg(skill.error, 0, 'f', 2));
  }
  attribution::WindowShare window;
  if (!elements.empty()) {
    QStringList names;
    for (const auto& element : elements)
      names << QString::fromStdString(element).toHtmlEscaped();
    window = attribution::shareInWindows(*m_map, label, m_lines, elements, m_resolutionNm);
    if (window.lines > 0)
      lines << tr("in windows around lines of %1: <b>%2\u00a0%</b>")
                   .arg(names.join(QStringLiteral(", ")), formatWithError(window.share, window.error))
            << tr("by chance: %1\u00a0%; %2\u00a0% of all shifts of the windows reach as much")
                   .arg(formatWithError(window.chance, window.chanceScatter),
                        QString::number(100.0 * window.probability, 'f', 1));
  }
  m_windows->setVisible(!lines.empty());
  m_windows->setText(lines.join(QStringLiteral("<br>")));

  using attribution::Reading;
  const Reading reading = attribution::readingOf(window, known ? &skill : nullptr);
  constexpr std::size_t kMinimumStars = 20;  // the map of a few noisy stars says little about a network
  const bool judged = reading == Reading::NothingLearned || (!elements.empty() && m_map->stars >= kMinimumStars);
  m_verdict->setVisible(judged);
  if (reading == Reading::NothingLearned)
    m_verdict->setText(tr("Nothing learned: predictions are no better than the mean."));
  else if (reading == Reading::NoLines)
    m_verdict->setText(QString::fromStdString(attribution::noLinesSentence(m_map->grid, elements)));
  else if (reading == Reading::Features)
    m_verdict->setText(tr("Features: the network uses the label's own lines more than by chance."));
  else
    m_verdict->setText(
        known ? tr("Correlation: learned, but the network uses the label's own lines no more than by chance.")
              : tr("The network uses the label's own lines no more than by chance."));
  m_verdict->setProperty("role", reading == Reading::Features ? "good" : reading == Reading::NoLines ? "muted" : "bad");
  m_verdict->style()->unpolish(m_verdict);
  m_verdict->style()->polish(m_verdict);
}

void LearnedCard::fillInputs(std::size_t label) {
  delete m_bars;
  m_bars = nullptr;
  // Strengths weight each input by its scatter over the stars, which a single star does not have.
  if (m_inputs.empty() || m_map->stars < 2) return;
  m_bars = new QWidget;
  auto* grid = new QGridLayout(m_bars);
  grid->setContentsMargins(0, 6, 0, 0);
  grid->setVerticalSpacing(5);
  grid->setColumnStretch(1, 1);
  double total = m_map->spectrumStrength[label];
  for (std::size_t i = 0; i < m_inputs.size(); ++i)
    total += m_map->inputStrength[label * m_inputs.size() + i];
  const auto add = [&](const QString& name, double strength) {
    const double share = total > 0.0 ? strength / total : 0.0;
    const int row = grid->rowCount();
    auto* bar = new QProgressBar;
    bar->setRange(0, 1000);
    bar->setValue(static_cast<int>(1000.0 * share));
    bar->setTextVisible(false);
    bar->setFixedHeight(6);
    auto* value = new QLabel(percent(share));
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    grid->addWidget(new QLabel(name), row, 0);
    grid->addWidget(bar, row, 1);
    grid->addWidget(value, row, 2);
  };
  add(tr("spectrum"), m_map->spectrumStrength[label]);
  for (std::size_t i = 0; i < m_inputs.size(); ++i) {
    add(QString::fromStdString(survey::displayName(m_inputs[i].name)),
        m_map->inputStrength[label * m_inputs.size() + i]);
  }
  m_bars->setToolTip(tr("Σ |∂label/∂input| × scatter of the input, as a fraction of the sum over all inputs"));
  body()->addWidget(m_bars);
}

}  // namespace maury::ui
