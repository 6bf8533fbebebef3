// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/Closing.h"

#include <QDir>
#include <QEventLoop>
#include <QFileDialog>
#include <QSet>
#include <array>

#include "base/process/Log.h"
#include "ui/dialogs/LastFolder.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"

namespace maury::ui {

namespace {

/// Returns the runners of the commands that write files which the user chose.
std::array<JobRunner*, 3> writers(Commands& commands) {
  return {&commands.save.runner(), &commands.exportStars.runner(), &commands.keep.runner()};
}

QString askFile(QWidget* window, const UnsavedItem& item) {
  const QString filters = item.model ? Closing::tr("Models (*.safetensors)") : Closing::tr("Survey files (*.fits)");
  return QFileDialog::getSaveFileName(window, Closing::tr("Save: %1").arg(item.name),
                                      QDir(lastFolder()).filePath(item.fileName), filters);
}

}  // namespace

Closing::Closing(Session& session, QWidget* window)
    : QObject(window), m_session(session), m_window(window), m_dialog(new CloseDialog(window)) {
  m_fileQuestion = [this](const UnsavedItem& item) { return askFile(m_dialog, item); };
  connect(m_dialog, &CloseDialog::answered, this, &Closing::carryOut);
  connect(m_dialog, &QDialog::rejected, this, [this] { m_stage = Stage::Idle; });
  for (JobRunner* runner : writers(m_session.commands())) {
    const bool keeps = runner == &m_session.commands().keep.runner();
    connect(runner, &JobRunner::failed, this, [this, keeps](const QString& sentence) {
      m_problem = sentence;
      m_keepFailed = keeps;
    });
    connect(runner, &JobRunner::stopped, this, [this, keeps] {
      m_problem = tr("Writing was stopped.");
      m_keepFailed = keeps;
    });
    connect(runner, &JobRunner::progressed, this, &Closing::showProgress);
    connect(runner, &JobRunner::runningChanged, this, [this](bool running) {
      if (!running) proceed();
    });
  }
}

bool Closing::isWriting() const {
  for (const JobRunner* runner : writers(m_session.commands()))
    if (runner->running()) return true;
  return false;
}

bool Closing::mayClose() {
  if (m_stage == Stage::Done) return true;
  if (m_stage == Stage::Idle) {
    if (!isWriting() && m_session.unsavedItems().empty()) return true;
    m_stage = Stage::Asking;
    m_problem.clear();
    proceed();
  } else if (m_dialog->isVisible()) {
    m_dialog->activateWindow();
  }
  return false;
}

void Closing::closeAndKeep() {
  if (m_stage == Stage::Done) return;
  m_stage = Stage::Silent;
  m_keepFailed = false;
  m_dialog->hide();
  proceed();
}

void Closing::keepNow() {
  QEventLoop loop;
  const auto wait = [&] {
    while (isWriting())
      loop.processEvents(QEventLoop::ExcludeUserInputEvents | QEventLoop::WaitForMoreEvents);
  };
  wait();  // the file of a running save may make the result no longer unsaved
  if (m_session.unsavedItems().empty()) return;
  m_session.commands().keep.keepAll();
  wait();
}

/// Takes the next step: waits for files, asks or keeps, or closes the window.
void Closing::proceed() {
  if (m_stage == Stage::Idle || m_stage == Stage::Done) return;
  if (isWriting()) {
    if (m_stage == Stage::Asking) {
      showProgress();
      m_dialog->open();
    }
    return;
  }
  const bool isSaved = m_session.unsavedItems().empty();
  if (m_stage == Stage::Asking && isSaved && !m_problem.isEmpty()) {
    m_stage = Stage::Idle;  // the file that failed is no result of the session, but the user must see the message
    return m_dialog->hide();
  }
  if (isSaved) return finish();
  if (m_stage == Stage::Asking) return ask(m_problem);
  if (!m_keepFailed) return m_session.commands().keep.keepAll();
  log::error("unsaved results could not be kept: " + m_problem.toStdString());
  finish();
}

void Closing::ask(const QString& problem) {
  QStringList names;
  for (const UnsavedItem& item : m_session.unsavedItems())
    names << item.name;
  const JobRunner* current = m_session.jobs().current();
  const QString note = current == nullptr
                           ? QString()
                           : tr("The running job (%1) stops. An unfinished training can be resumed at the next start.")
                                 .arg(current->title());
  m_dialog->ask(names, note, problem);
  m_dialog->open();
}

void Closing::carryOut(CloseDialog::Answer answer) {
  m_problem.clear();
  if (answer == CloseDialog::Answer::Discard) {
    m_session.discardUnsaved();
    proceed();
  } else if (answer == CloseDialog::Answer::Keep) {
    m_session.commands().keep.keepAll();
    proceed();
  } else {
    save();
  }
}

void Closing::save() {
  std::vector<KeepCommand::Target> targets;
  QSet<QString> paths;
  for (const UnsavedItem& item : m_session.unsavedItems()) {
    const QString path = m_fileQuestion(item);
    if (path.isEmpty()) return;  // the question stays
    if (paths.contains(path))
      return ask(tr("Two results cannot go to the same file, %1. Choose different names.").arg(path));
    paths.insert(path);
    saveLastFolder(path);
    targets.push_back({item, path});
  }
  m_session.commands().keep.start(targets);
  proceed();
}

void Closing::finish() {
  m_stage = Stage::Done;
  m_dialog->hide();
  m_window->close();
}

void Closing::showProgress() {
  if (m_stage != Stage::Asking) return;
  for (const JobRunner* runner : writers(m_session.commands()))
    if (runner->running()) return m_dialog->showProgress(runner->title(), runner->progress());
}

}  // namespace maury::ui
