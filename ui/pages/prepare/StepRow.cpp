// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prepare/StepRow.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include "survey/recipe/StepWords.h"

namespace maury::ui {

namespace {

constexpr int kFieldWidth = 128;
constexpr int kUnitWidth = 32;

QToolButton* smallButton(const QString& text, const QString& tip, const char* name) {
  auto* button = new QToolButton;
  button->setText(text);
  button->setToolTip(tip);
  button->setObjectName(QString::fromLatin1(name));
  button->setFixedSize(24, 24);
  return button;
}

QString valueOf(const QWidget* field) {
  if (const auto* choice = qobject_cast<const QComboBox*>(field)) return choice->currentText();
  return qobject_cast<const QLineEdit*>(field)->text().trimmed();
}

}  // namespace

StepRow::StepRow(const std::string& text, const QStringList& columns, QWidget* parent)
    : QFrame(parent), m_form(survey::formOf(survey::parseStep(text))), m_text(survey::toText(survey::parseStep(text))) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 4, 0, 4);
  layout->setSpacing(4);
  auto* header = new QHBoxLayout;
  header->setSpacing(2);
  m_title = new QLabel;
  m_title->setProperty("role", "number");
  m_title->setToolTip(QString::fromStdString(m_form.summary));
  m_up = smallButton(QStringLiteral("↑"), tr("Move this step up"), "stepUp");
  m_down = smallButton(QStringLiteral("↓"), tr("Move this step down"), "stepDown");
  auto* remove = smallButton(QStringLiteral("×"), tr("Remove this step"), "stepRemove");
  header->addWidget(m_title, 1);
  for (auto* button : {m_up, m_down, remove})
    header->addWidget(button);
  layout->addLayout(header);

  m_grid = new QGridLayout;
  m_grid->setContentsMargins(12, 0, 0, 0);
  m_grid->setHorizontalSpacing(6);
  m_grid->setVerticalSpacing(4);
  m_grid->setColumnStretch(0, 1);
  const survey::StepWords words(m_text);
  for (const survey::StepKey& key : m_form.keys) {
    QString value = key.choices.empty() ? QString() : QString::fromStdString(key.choices.front());
    for (const auto& [name, word] : words.values())
      if (name == key.key) value = QString::fromStdString(word);
    addField(key, value, columns);
  }
  layout->addLayout(m_grid);
  m_problem = new QLabel;
  m_problem->setProperty("role", "bad");
  m_problem->setWordWrap(true);
  m_problem->hide();
  layout->addWidget(m_problem);
  connect(m_up, &QToolButton::clicked, this, [this] { Q_EMIT moved(-1); });
  connect(m_down, &QToolButton::clicked, this, [this] { Q_EMIT moved(1); });
  connect(remove, &QToolButton::clicked, this, &StepRow::removed);
}

void StepRow::addField(const survey::StepKey& key, const QString& value, const QStringList& columns) {
  QWidget* field = nullptr;
  const bool isColumn = key.kind == survey::StepKey::Kind::Column;
  if (isColumn || key.kind == survey::StepKey::Kind::Choice) {
    auto* choice = new QComboBox;
    if (isColumn) choice->addItems(columns);
    for (const std::string& word : key.choices)
      choice->addItem(QString::fromStdString(word));
    if (choice->findText(value) < 0) choice->insertItem(0, value);
    choice->setCurrentText(value);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(choice, &QComboBox::currentTextChanged, this, &StepRow::readFields);
    field = choice;
  } else {
    auto* line = new QLineEdit(value);
    line->setCursorPosition(0);
    connect(line, &QLineEdit::textEdited, this, &StepRow::readFields);
    field = line;
  }
  field->setObjectName(QString::fromStdString("step-" + key.key));
  field->setToolTip(QString::fromStdString(key.help));
  auto* label = new QLabel(QString::fromStdString(key.label));
  label->setToolTip(field->toolTip());
  auto* unit = new QLabel(QString::fromStdString(key.unit));
  unit->setProperty("role", "muted");
  unit->setFixedWidth(kUnitWidth);  // aligns the fields of all steps
  const int row = m_grid->rowCount();
  if (key.kind == survey::StepKey::Kind::Text && value.size() > 14) {
    // Long lists get a separate line.
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(unit, row, 2);
    m_grid->addWidget(field, row + 1, 0, 1, 3);
  } else {
    field->setFixedWidth(kFieldWidth);
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(field, row, 1);
    m_grid->addWidget(unit, row, 2);
  }
  m_fields.emplace_back(key.key, field);
}

void StepRow::readFields() {
  std::string text = m_form.start;
  for (const auto& [key, field] : m_fields)
    text += " " + key + "=" + survey::stepValue(valueOf(field).toStdString());
  QString problem;
  std::string badKey;
  try {
    m_text = survey::toText(survey::parseStep(text));
  } catch (const survey::StepError& error) {  // the title above already names the step: show only the reason
    problem = QString::fromStdString(error.reason()) + QLatin1Char('.');
    badKey = error.key();
  }
  m_problem->setText(problem);
  m_problem->setVisible(!problem.isEmpty());
  for (const auto& [key, field] : m_fields) {
    const bool bad = !problem.isEmpty() && key == badKey;
    if (field->property("invalid").toBool() == bad) continue;
    field->setProperty("invalid", bad);
    field->style()->unpolish(field);
    field->style()->polish(field);
  }
  if (problem.isEmpty()) Q_EMIT edited();
}

void StepRow::setPosition(int index, int count) {
  m_title->setText(QStringLiteral("%1  %2").arg(index + 1).arg(QString::fromStdString(m_form.title)));
  m_up->setEnabled(index > 0);
  m_down->setEnabled(index + 1 < count);
}

}  // namespace maury::ui
