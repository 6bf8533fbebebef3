// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/runs/UnfinishedCard.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <algorithm>
#include <utility>

#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "ui/session/TrainingsFolder.h"
#include "ui/session/commands/Commands.h"

namespace maury::ui {

UnfinishedCard::UnfinishedCard(Session& session, QWidget* parent)
    : Card(tr("Unfinished training"), parent), m_session(session), m_text(new QLabel) {
  auto* discardButton = new QPushButton(tr("Discard"));
  auto* resumeButton = new QPushButton(tr("Resume"));
  discardButton->setObjectName(QStringLiteral("discardTraining"));
  resumeButton->setObjectName(QStringLiteral("goOnTraining"));
  resumeButton->setProperty("role", "primary");
  resumeButton->setToolTip(
      tr("Open the survey if necessary and continue the training, to the same weights as without the interruption"));
  discardButton->setToolTip(tr("Delete the saved state of this training"));
  m_text->setObjectName(QStringLiteral("unfinishedTraining"));
  m_text->setWordWrap(true);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(m_text, 1);
  row->addWidget(resumeButton);
  row->addWidget(discardButton);
  body()->addLayout(row);
  connect(resumeButton, &QPushButton::clicked, this, [this] { resume(toText(m_unfinished.front().folder)); });
  connect(discardButton, &QPushButton::clicked, this, &UnfinishedCard::discard);
}

void UnfinishedCard::find() {
  m_unfinished = workbench::unfinishedTrainings(toPath(trainingsFolder()));
  showNewest();
}

void UnfinishedCard::setRunning(bool running) {
  m_running = running;
  showNewest();
}

void UnfinishedCard::showNewest() {
  setVisible(!m_unfinished.empty() && !m_running);
  if (m_unfinished.empty()) return;
  m_text->setText(QString::fromStdString(m_unfinished.front().words()));
  m_text->setToolTip(toText(m_unfinished.front().folder));
  setRemark(m_unfinished.size() > 1 ? tr("Others: %1").arg(m_unfinished.size() - 1) : QString());
}

void UnfinishedCard::resume(const QString& folder) {
  if (m_running) return;
  const auto place =
      std::find_if(m_unfinished.begin(), m_unfinished.end(),
                   [&](const workbench::UnfinishedTraining& each) { return toText(each.folder) == folder; });
  if (place == m_unfinished.end()) return;
  const workbench::UnfinishedTraining unfinished = *place;
  const QString file = QString::fromStdString(unfinished.run.survey);
  const bool isOpen =
      m_session.survey() && (file.isEmpty() || QFileInfo(m_session.surveyPath()).absoluteFilePath() == file);
  if (isOpen) {
    resumeNow(unfinished);
  } else if (file.isEmpty()) {
    m_session.report(Severity::Warning, tr("This training used an unsaved survey. Open or recreate it first."));
  } else {
    m_session.commands().open.start({file});
    if (unfinished.run.surveyChanged) {
      m_session.report(Severity::Warning, tr("The stars of this training were prepared or joined after %1 was opened. "
                                             "Repeat that, then resume the training on the Train page.")
                                              .arg(QFileInfo(file).fileName()));
    } else {
      m_awaited = folder;
    }
  }
}

void UnfinishedCard::resumeNow(const workbench::UnfinishedTraining& unfinished) {
  std::erase_if(m_unfinished,
                [&](const workbench::UnfinishedTraining& each) { return each.folder == unfinished.folder; });
  Q_EMIT resumeRequested(unfinished);
}

void UnfinishedCard::surveyOpened() {
  const QString awaited = std::exchange(m_awaited, {});
  // Wait until the session has emitted all its signals about the new survey.
  if (!awaited.isEmpty()) {
    QTimer::singleShot(0, this, [this, awaited] { resume(awaited); });
  } else if (!m_unfinished.empty() && !std::exchange(m_reported, true)) {
    m_session.report(Severity::Information, tr("The Train page can resume an unfinished training: %1")
                                                .arg(QString::fromStdString(m_unfinished.front().words())));
  }
}

void UnfinishedCard::discard() {
  m_discardRunner.run(
      {}, [folder = m_unfinished.front().folder](Job&) { workbench::HeldRunFolder(folder).discard(); }, [] {});
  m_unfinished.erase(m_unfinished.begin());
  showNewest();
}

}  // namespace maury::ui
