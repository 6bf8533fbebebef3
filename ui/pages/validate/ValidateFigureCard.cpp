// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/validate/ValidateFigureCard.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/pages/parts/SegmentedControl.h"
#include "ui/pages/parts/SelectionTool.h"
#include "ui/plot/FigureView.h"
#include "ui/plot/ShowFigure.h"
#include "workbench/validation/ValidateFigures.h"

namespace maury::ui {

ValidateFigureCard::ValidateFigureCard(QWidget* parent)
    : Card(tr("Agreement"), parent),
      m_form(new SegmentedControl({tr("One to one"), tr("Against S/N"), tr("Coverage")})),
      m_tool(new SelectionTool),
      m_figure(new FigureView),
      m_reason(new QLabel),
      m_predict(new QPushButton(tr("Predict labels"))),
      m_empty(buildEmpty()) {
  m_form->setObjectName(QStringLiteral("validateForm"));
  connect(m_form, &SegmentedControl::chosen, this, &ValidateFigureCard::formChosen);
  addToHeader(m_form);
  m_tool->setObjectName(QStringLiteral("validateTool"));
  addToHeader(m_tool);
  m_tool->addView(m_figure);
  connect(m_figure, &FigureView::outlined, this,
          [this](int row, int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers) {
            if (form() == Form::OneToOne) Q_EMIT outlined(row, column, outline, m_tool->undoName(), modifiers);
          });
  body()->addWidget(m_figure, 1);
  body()->addWidget(m_empty, 1);
}

QWidget* ValidateFigureCard::buildEmpty() {
  m_reason->setProperty("role", "muted");
  m_reason->setAlignment(Qt::AlignCenter);
  m_reason->setWordWrap(true);
  m_predict->setObjectName(QStringLiteral("validatePredict"));
  m_predict->setProperty("role", "primary");
  connect(m_predict, &QPushButton::clicked, this, &ValidateFigureCard::predictClicked);
  auto* empty = new QWidget;
  auto* column = new QVBoxLayout(empty);
  column->setSpacing(12);
  column->addStretch(1);
  column->addWidget(m_reason);
  column->addWidget(m_predict, 0, Qt::AlignHCenter);
  column->addStretch(1);
  return empty;
}

ValidateFigureCard::Form ValidateFigureCard::form() const {
  return static_cast<Form>(m_form->current());
}

void ValidateFigureCard::showReason(const QString& reason, bool offersPrediction) {
  for (QWidget* widget : std::initializer_list<QWidget*>{m_figure, m_form, m_tool})
    widget->hide();
  setRemark({});
  m_reason->setText(reason);
  m_empty->show();
  m_predict->setVisible(offersPrediction);
}

void ValidateFigureCard::setReason(const QString& reason) {
  m_predict->hide();
  m_reason->setText(reason);
}

void ValidateFigureCard::showContent(const workbench::ValidateContent& content,
                                     const std::vector<workbench::Subset>& subsets) {
  const bool none = form() == Form::Precision && content.precision.empty();
  m_form->show();
  m_tool->show();
  m_predict->hide();
  m_figure->setVisible(!none);
  m_empty->setVisible(none);
  m_reason->setText(none ? QString::fromStdString(content.precisionProblem) : QString());
  const bool canSelect = form() == Form::OneToOne;
  m_tool->setSelectionEnabled(canSelect, canSelect ? QString() : tr("Stars can be selected under One to one only"));
  if (form() == Form::OneToOne) {
    m_figure->setExportName(QStringLiteral("one-to-one"));
    setRemark(tr("Against the survey's labels"));
    showFigure(*m_figure, workbench::agreementFigure(content, subsets));
  } else if (form() == Form::Coverage) {
    m_figure->setExportName(QStringLiteral("coverage"));
    setRemark(tr("Below the line: error bars too small"));
    showFigure(*m_figure, workbench::coverageFigure(content));
  } else if (!none) {
    m_figure->setExportName(QStringLiteral("precision"));
    const bool truth = content.precision.front().againstTruth;
    setRemark(truth ? tr("Against the true labels of the mock") : tr("Includes the errors of the references"));
    showFigure(*m_figure, workbench::precisionFigure(content));
  }
}

}  // namespace maury::ui
