// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/validate/AgreementCard.h"

#include <QHeaderView>
#include <QTableWidget>
#include <cmath>

#include "ui/pages/parts/CardTable.h"
#include "ui/pages/validate/LabelTexts.h"

namespace maury::ui {

namespace {
QString percentText(double share) {
  return std::isfinite(share) ? QString::number(100.0 * share, 'f', 0) : QStringLiteral("–");
}
}  // namespace

AgreementCard::AgreementCard(QWidget* parent) : Card(tr("All S/N"), parent), m_table(new QTableWidget) {
  m_table->setObjectName(QStringLiteral("validateAgreement"));
  styleReportTable(*m_table, {tr("label"), tr("bias"), tr("σ"), tr("robust"), tr("in 1, 2 σ")});
  m_table->horizontalHeader()->setStretchLastSection(true);
  const QString hints[] = {tr("Mean of prediction − reference"), tr("Standard deviation about the bias"),
                           tr("1.4826 × median deviation from the median"),
                           tr("Percentage of stars within one and two stated σ; for a Gaussian: 68, 95")};
  for (int column = 1; column <= 4; ++column)
    m_table->horizontalHeaderItem(column)->setToolTip(hints[column - 1]);
  body()->addWidget(m_table);
}

void AgreementCard::showReports(const std::vector<validation::LabelReport>& reports) {
  m_table->setRowCount(static_cast<int>(reports.size()));
  for (int row = 0; row < m_table->rowCount(); ++row) {
    const validation::LabelReport& report = reports[static_cast<std::size_t>(row)];
    m_table->setItem(row, 0, cell(labelHeading(report.label, report.unit), Qt::AlignLeft));
    m_table->setItem(row, 1, cell(labelValueText(report.residuals.bias, report.unit)));
    m_table->setItem(row, 2, cell(labelValueText(report.residuals.sigma, report.unit)));
    m_table->setItem(row, 3, cell(labelValueText(report.residuals.robustSigma, report.unit)));
    m_table->setItem(
        row, 4, cell(QStringLiteral("%1, %2 %").arg(percentText(report.withinOne), percentText(report.withinTwo))));
  }
  fitHeight(*m_table);
}

}  // namespace maury::ui
