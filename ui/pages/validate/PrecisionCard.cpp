// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/validate/PrecisionCard.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QPushButton>
#include <QTableWidget>
#include <algorithm>
#include <cmath>

#include "base/Error.h"
#include "io/tables/WriteTable.h"
#include "ui/dialogs/LastFolder.h"
#include "ui/pages/parts/CardTable.h"
#include "ui/pages/validate/LabelTexts.h"
#include "ui/session/FilesInUse.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"

namespace maury::ui {

namespace {

QString ratioText(double ratio) {
  return std::isfinite(ratio) ? QString::number(ratio, 'f', 2) : QStringLiteral("–");
}

}  // namespace

PrecisionCard::PrecisionCard(Session& session, QWidget* parent)
    : Card(tr("By S/N"), parent), m_session(session), m_label(new QComboBox), m_table(new QTableWidget) {
  m_label->setObjectName(QStringLiteral("validateLabel"));
  addToHeader(m_label);
  connect(m_label, &QComboBox::activated, this, &PrecisionCard::fill);
  m_table->setObjectName(QStringLiteral("validatePrecision"));
  styleReportTable(*m_table,
                   {tr("S/N"), tr("stars"), tr("scatter"), tr("bound"), tr("ratio"), tr("posterior"), tr("ratio")});
  m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
  m_table->horizontalHeader()->setSectionResizeMode(5, QHeaderView::Stretch);
  const QString hints[] = {
      tr("1.4826 × median deviation from the median"),
      tr("Cramér–Rao bound for an unbiased estimate from spectrum and other inputs (mock surveys only)"),
      tr("Scatter of the deviations, each divided by the star's bound"),
      tr("Bound for an estimate that also knows the distribution of labels in the survey (mock surveys only)"),
      tr("Scatter of the deviations, each divided by the star's posterior bound")};
  for (int column = 2; column <= 6; ++column)
    m_table->horizontalHeaderItem(column)->setToolTip(hints[column - 2]);
  auto* saveButton = new QPushButton(tr("Save table…"));
  saveButton->setObjectName(QStringLiteral("validateSave"));
  connect(saveButton, &QPushButton::clicked, this, &PrecisionCard::save);
  body()->addWidget(m_table);
  body()->addWidget(saveButton, 0, Qt::AlignLeft);
}

void PrecisionCard::showPrecision(const std::vector<validation::LabelPrecision>& precision) {
  m_precision = precision;
  const QString before = m_label->currentData().toString();
  m_label->clear();
  for (const auto& label : m_precision)
    m_label->addItem(labelHeading(label.label, label.unit), QString::fromStdString(label.label));
  m_label->setCurrentIndex(std::max(m_label->findData(before), 0));
  fill();
}

void PrecisionCard::fill() {
  const int index = m_label->currentIndex();
  if (index < 0 || index >= static_cast<int>(m_precision.size())) return;
  const validation::LabelPrecision& label = m_precision[static_cast<std::size_t>(index)];
  m_table->setRowCount(static_cast<int>(label.bins.size()));
  for (int row = 0; row < m_table->rowCount(); ++row) {
    const validation::PrecisionBin& bin = label.bins[static_cast<std::size_t>(row)];
    m_table->setItem(row, 0, cell(QStringLiteral("%1–%2").arg(bin.snrLow).arg(bin.snrHigh), Qt::AlignLeft));
    m_table->setItem(row, 1, cell(countText(bin.stars)));
    m_table->setItem(row, 2,
                     cell(QStringLiteral("%1 ± %2").arg(labelValueText(bin.scatter, label.unit),
                                                        labelValueText(bin.scatterError, label.unit))));
    m_table->setItem(row, 3, cell(labelValueText(bin.bound, label.unit)));
    m_table->setItem(row, 4, cell(ratioText(bin.overBound)));
    m_table->setItem(row, 5, cell(labelValueText(bin.boundPosterior, label.unit)));
    m_table->setItem(row, 6, cell(ratioText(bin.overPosterior)));
  }
  fitHeight(*m_table);
}

void PrecisionCard::save() {
  const QString name = QFileInfo(m_session.surveyPath()).completeBaseName();
  QString path = QFileDialog::getSaveFileName(this, tr("Save table"),
                                              QStringLiteral("%1/%2-precision.csv").arg(lastFolder(), name),
                                              tr("Tables (*.csv *.ecsv *.fits *.vot)"));
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".csv");
  saveLastFolder(path);
  try {
    requireNotOpen(toPath(path), openFilesOf(m_session));
    io::writeTable(toPath(path), validation::precisionTable(m_precision));
    m_session.report(Severity::Information, tr("Saved the table to %1.").arg(path));
  } catch (const Error& error) {
    m_session.report(Severity::Problem, QString::fromUtf8(error.what()));
  }
}

}  // namespace maury::ui
