// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/CloseDialog.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/jobs/ProgressText.h"

namespace maury::ui {

namespace {

constexpr int kWidth = 520;
constexpr int kMargin = 20;
constexpr int kProgressSteps = 1000;

QLabel* makeLabel(const char* role) {
  auto* label = new QLabel;
  label->setProperty("role", role);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}

}  // namespace

CloseDialog::CloseDialog(QWidget* parent)
    : QDialog(parent),
      m_heading(makeLabel("heading")),
      m_text(makeLabel("muted")),
      m_resultsCard(new QFrame),
      m_results(new QVBoxLayout(m_resultsCard)),
      m_note(makeLabel("muted")),
      m_problem(makeLabel("bad")),
      m_progress(new QProgressBar),
      m_save(addButton(tr("Save…"), "closeSave", tr("Choose a file for each result, then close"), Answer::Save)),
      m_keep(
          addButton(tr("Keep"), "closeKeep", tr("Keep the results in the program's folder, then close"), Answer::Keep)),
      m_discard(addButton(tr("Discard"), "closeDiscard", tr("Close without these results"), Answer::Discard)) {
  setWindowTitle(tr("Close Maury"));
  setObjectName(QStringLiteral("closeDialog"));
  setFixedWidth(kWidth);
  m_resultsCard->setProperty("card", true);
  m_resultsCard->setObjectName(QStringLiteral("closeResults"));
  m_results->setContentsMargins(14, 10, 14, 10);
  m_results->setSpacing(6);
  m_problem->setObjectName(QStringLiteral("closeProblem"));
  m_progress->setRange(0, kProgressSteps);
  m_save->setProperty("role", "primary");
  m_save->setDefault(true);
  auto* cancel = new QPushButton(tr("Cancel"));
  cancel->setObjectName(QStringLiteral("closeCancel"));
  cancel->setToolTip(tr("Leave the window open"));
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(8);
  buttons->addWidget(m_discard);
  buttons->addStretch(1);
  for (QPushButton* button : {cancel, m_keep, m_save})
    buttons->addWidget(button);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  layout->setSpacing(10);
  for (QWidget* widget :
       {static_cast<QWidget*>(m_heading), static_cast<QWidget*>(m_text), m_resultsCard, static_cast<QWidget*>(m_note),
        static_cast<QWidget*>(m_problem), static_cast<QWidget*>(m_progress)})
    layout->addWidget(widget);
  layout->addSpacing(6);
  layout->addLayout(buttons);
  layout->setSizeConstraint(QLayout::SetMinimumSize);
}

QPushButton* CloseDialog::addButton(const QString& text, const char* objectName, const QString& toolTip,
                                    Answer answer) {
  auto* button = new QPushButton(text);
  button->setObjectName(QString::fromLatin1(objectName));
  button->setToolTip(toolTip);
  button->setAutoDefault(false);
  connect(button, &QPushButton::clicked, this, [this, answer] { Q_EMIT answered(answer); });
  return button;
}

void CloseDialog::showParts(bool isQuestion) {
  for (QWidget* widget :
       {static_cast<QWidget*>(m_save), static_cast<QWidget*>(m_keep), static_cast<QWidget*>(m_discard), m_resultsCard})
    widget->setVisible(isQuestion);
  m_progress->setVisible(!isQuestion);
}

void CloseDialog::ask(const QStringList& results, const QString& note, const QString& problem) {
  m_heading->setText(results.size() == 1 ? tr("Keep this result?") : tr("Keep these results?"));
  m_text->setText(results.size() == 1 ? tr("It is in no file yet. Keep stores it and offers it at the next start.")
                                      : tr("They are in no file yet. Keep stores them and offers them at the next "
                                           "start."));
  while (QLayoutItem* item = m_results->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (const QString& result : results) {
    auto* label = makeLabel("number");
    label->setText(result);
    m_results->addWidget(label);
  }
  showParts(true);
  m_note->setText(note);
  m_note->setVisible(!note.isEmpty());
  m_problem->setText(problem);
  m_problem->setVisible(!problem.isEmpty());
  adjustSize();
}

void CloseDialog::showProgress(const QString& title, const Progress& progress) {
  m_heading->setText(tr("Finishing the files"));
  m_text->setText(tr("The window closes when they are complete."));
  showParts(false);
  m_note->setText(progressText(title, progress));
  m_note->setVisible(true);
  m_problem->setVisible(false);
  // Without a known total, as for models, the bar shows only that work is in progress.
  m_progress->setRange(0, progress.total > 0 ? kProgressSteps : 0);
  if (progress.total > 0)
    m_progress->setValue(
        static_cast<int>(kProgressSteps * static_cast<double>(progress.done) / static_cast<double>(progress.total)));
  adjustSize();
}

}  // namespace maury::ui
