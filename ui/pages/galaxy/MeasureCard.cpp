// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/MeasureCard.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHeaderView>
#include <QTableWidget>
#include <algorithm>
#include <utility>

#include "survey/names/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

constexpr int kRowHeight = 22;  ///< px
constexpr int kMaxVisibleRows = 5;

QString nameOf(const std::string& label) {
  return QString::fromStdString(survey::displayName(label));
}

}  // namespace

MeasureCard::MeasureCard(QWidget* parent) : Card(tr("High-α share"), parent) {
  m_table = new QTableWidget;
  m_table->setObjectName(QStringLiteral("shares"));
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setSelectionMode(QAbstractItemView::NoSelection);
  m_table->setFocusPolicy(Qt::NoFocus);
  m_table->setShowGrid(false);
  m_table->setFrameShape(QFrame::NoFrame);
  m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  m_table->verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
  m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  m_measure = new QComboBox;
  m_measure->setObjectName(QStringLiteral("galaxyMeasure"));
  m_measure->addItems(measureNames());
  m_measure->setToolTip(tr("Quantity that the table shows for each panel"));
  connect(m_measure, &QComboBox::activated, this, &MeasureCard::showMeasure);
  connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &MeasureCard::showMeasure);
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& message) { Q_EMIT failed(message); });
  addToHeader(m_measure);
  body()->addWidget(m_table);
}

void MeasureCard::showPanels(const workbench::BinnedPanels& panels) {
  m_panels = panels;
  m_bimodality.clear();
  m_snrVerdicts.clear();
  showMeasure();
}

void MeasureCard::showMeasure() {
  if (!m_panels) return;
  const galaxy::PanelGrid& grid = *m_panels->grid;
  const auto& options = grid.options;
  const PanelMeasure measure = static_cast<PanelMeasure>(m_measure->currentIndex());
  if (measure == PanelMeasure::VerdictBySnr) {
    showSnrVerdicts();
    return;
  }
  if (needsBimodality(measure) && m_bimodality.size() != grid.panels.size()) {
    testBimodality();
    return;
  }
  const QString xName = nameOf(options.xName), yName = nameOf(options.yName);
  const galaxy::BimodalityOptions bimodalityOptions;
  setTitle(needsBimodality(measure)
               ? tr("Bimodality of %1 at %2 < %3 < %4")
                     .arg(yName, valueText(bimodalityOptions.xLow, 2), xName, valueText(bimodalityOptions.xHigh, 2))
               : tr("Fraction of stars with %1 > %2 among those with %3 < %4 < %5")
                     .arg(yName, valueText(options.highAlpha, 2), valueText(options.shareXLow, 2), xName,
                          valueText(options.shareXHigh, 2)));
  fillMeasureTable(*m_table, grid, m_bimodality, measure);
  setTableRows(static_cast<int>(grid.rows));
}

void MeasureCard::setTableRows(int rows) {
  m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() +
                          kRowHeight * std::min(rows, kMaxVisibleRows) + 4);
}

void MeasureCard::showSnrVerdicts() {
  static constexpr double kCuts[] = {0.0, 15.0, 25.0, 50.0, 100.0};
  if (!m_panels->stars().hasNumeric("snr")) {
    Q_EMIT warned(tr("These stars have no S/N. Open a catalogue with a column snr."));
    m_measure->setCurrentIndex(0);
    showMeasure();
    return;
  }
  if (m_snrVerdicts.empty()) {
    m_runner.run(
        tr("testing for bimodality above each S/N"),
        [panels = *m_panels](Job& job) {
          return galaxy::verdictsBySnr(panels.stars(), *panels.rows, panels.options(), kCuts, {}, job);
        },
        [this, grid = m_panels->grid](std::vector<galaxy::SnrVerdicts> verdicts) {
          if (grid != m_panels->grid) return;
          m_snrVerdicts = std::move(verdicts);
          showMeasure();
        });
    return;
  }
  setTitle(tr("Bimodality of %1 in the panels, for each cut in S/N").arg(nameOf(m_panels->options().yName)));
  fillSnrTable(*m_table, m_snrVerdicts);
  setTableRows(static_cast<int>(m_snrVerdicts.size()));
}

void MeasureCard::testBimodality() {
  m_runner.run(
      tr("testing for bimodality"),
      [panels = *m_panels](Job& job) { return galaxy::panelBimodality(panels.stars(), *panels.grid, {}, job); },
      [this, grid = m_panels->grid](std::vector<galaxy::Bimodality> bimodality) {
        if (grid != m_panels->grid) return;
        m_bimodality = std::move(bimodality);
        showMeasure();
      });
}

}  // namespace maury::ui
