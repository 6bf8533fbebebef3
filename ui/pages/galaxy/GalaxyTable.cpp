// SPDX-License-Identifier: GPL-3.0-or-later
// GalaxyPage: the table of a measure of each panel below the figure.
#include <QAbstractItemView>
#include <QComboBox>
#include <QHeaderView>
#include <QTableWidget>
#include <algorithm>

#include "survey/dataset/LabelNames.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/galaxy/GalaxyPage.h"
#include "ui/pages/parts/Card.h"
#include "ui/session/Session.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {
QString text(const std::string& string) {
  return QString::fromStdString(string);
}
}  // namespace

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

void GalaxyPage::showShares() {
  const auto& options = m_grid->options;
  const PanelMeasure measure = static_cast<PanelMeasure>(m_measure->currentIndex());
  if (measure == PanelMeasure::VerdictBySnr) {
    showSnrVerdicts();
    return;
  }
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
  setTableRows(rows);
}

void GalaxyPage::setTableRows(int rows) {
  constexpr int kMostRowsShown = 5;
  m_shares->setFixedHeight(m_shares->horizontalHeader()->sizeHint().height() + 22 * std::min(rows, kMostRowsShown) + 4);
}

void GalaxyPage::showSnrVerdicts() {
  static constexpr double kCuts[] = {0.0, 15.0, 25.0, 50.0, 100.0};
  if (!m_gridStars->hasNumeric("snr")) {
    session().report(Severity::Warning, tr("These stars have no S/N: a column snr is needed."));
    m_measure->setCurrentIndex(0);
    showShares();
    return;
  }
  if (m_snrVerdicts.empty()) {
    m_humpRunner.run(
        tr("testing for two humps above each S/N"),
        [stars = m_gridStars, rows = m_gridRows, options = m_grid->options](Job& job) {
          return galaxy::verdictsBySnr(*stars, *rows, options, kCuts, {}, job);
        },
        [this, grid = m_grid](std::vector<galaxy::SnrVerdicts> verdicts) {
          if (grid != m_grid) return;
          m_snrVerdicts = std::move(verdicts);
          showShares();
        });
    return;
  }
  m_shareCard->setTitle(
      tr("Panels with one hump or two in %1, by the cut in S/N").arg(text(survey::displayName(m_grid->options.yName))));
  fillSnrTable(*m_shares, m_snrVerdicts);
  setTableRows(static_cast<int>(m_snrVerdicts.size()));
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

}  // namespace maury::ui
