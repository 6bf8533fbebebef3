// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/AddColumnDialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <string>

#include "survey/file/ExportOptionTable.h"
#include "ui/models/StarColumns.h"
#include "workbench/stars/ChangeSurvey.h"

namespace maury::ui {

namespace {
constexpr int kColumnWidth = 420;
}

AddColumnDialog::AddColumnDialog(const Session& session, QWidget* parent)
    : QDialog(parent), m_survey(session.survey()), m_catalogue(session.catalogue()) {
  setWindowTitle(tr("Add a computed column"));
  const OptionDescription option = findOption(survey::exportOptionTable(), "columns").description;
  auto* about = new QLabel(tr("Compute a column of the %1 of %2 from their labels, inputs and columns, in the language "
                              "of the filter.")
                               .arg(starCountText(m_survey->starCount()), session.surveyName()));
  about->setWordWrap(true);
  m_column = new QLineEdit;
  m_column->setObjectName(QStringLiteral("columnText"));
  m_column->setMinimumWidth(kColumnWidth);
  m_column->setPlaceholderText(QStringLiteral("vtot [km/s] = sqrt(u^2 + v^2)"));
  m_column->setToolTip(QString::fromStdString(option.help));
  auto* form = new QWidget;
  auto* rows = new QFormLayout(form);
  rows->setContentsMargins(0, 8, 0, 8);
  rows->addRow(QString::fromStdString(option.label), m_column);
  m_result = new QLabel;
  m_result->setObjectName(QStringLiteral("columnResult"));
  m_result->setWordWrap(true);
  // Reserve three lines from the start, so that the window does not jump when a message arrives.
  m_result->setMinimumHeight(3 * m_result->fontMetrics().lineSpacing());
  m_result->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
  m_add = buttons->button(QDialogButtonBox::Ok);
  m_add->setText(tr("Add"));
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

  auto* layout = new QVBoxLayout(this);
  for (QWidget* widget :
       {static_cast<QWidget*>(about), form, static_cast<QWidget*>(m_result), static_cast<QWidget*>(buttons)})
    layout->addWidget(widget);

  connect(&m_computation, &JobRunner::failed, this, [this](const QString& sentence) {
    if (!column().isEmpty()) m_result->setText(sentence);
  });
  connect(m_column, &QLineEdit::textChanged, this, &AddColumnDialog::showResult);
  showResult();
}

QString AddColumnDialog::column() const {
  return m_column->text().trimmed();
}

void AddColumnDialog::showResult() {
  m_add->setEnabled(false);
  if (column().isEmpty()) return m_result->clear();
  m_computation.run(
      tr("computing a column"),
      [survey = m_survey, catalogue = m_catalogue, text = column().toStdString()](Job&) {
        return workbench::previewColumn(*survey, catalogue.get(), text);
      },
      [this, shown = column()](const std::string& summary) {
        if (shown != column()) return;
        m_result->setText(QString::fromStdString(summary) + '.');
        m_add->setEnabled(true);
      });
}

}  // namespace maury::ui
