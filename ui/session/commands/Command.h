// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <utility>

#include "ui/jobs/JobRunner.h"

namespace maury::ui {

class Session;

/// Action on the session that takes time. Runs work of core on a worker thread, then changes the session or reports the
/// error on the UI thread. Starting it again stops the previous run and drops its result. UI thread only.
class Command : public QObject {
  Q_OBJECT

public:
  JobRunner& runner() { return m_runner; }
  bool running() const { return m_runner.running(); }
  /// Stops the run and drops its result, even one that is already complete.
  void abandon();

protected:
  explicit Command(Session& session);

  Session& session() { return m_session; }
  const Session& session() const { return m_session; }

  /// Runs `work` like JobRunner::run(), except that `done` is not called for an abandoned run.
  template <typename Work, typename Done>
  void run(const QString& title, Work work, Done done) {
    m_abandoned = false;
    m_runner.run(title, std::move(work), [this, done = std::move(done)](auto&&... result) mutable {
      if (!m_abandoned) done(std::forward<decltype(result)>(result)...);
    });
  }

private:
  Session& m_session;
  bool m_abandoned = false;
  JobRunner m_runner;
};

/// Command whose result depends on the open survey; it is abandoned when the survey is replaced.
class SurveyCommand : public Command {
  Q_OBJECT

protected:
  explicit SurveyCommand(Session& session);

  /// Runs `work` on the open survey like Command::run().
  template <typename Work, typename Done>
  void runOnSurvey(const QString& title, Work work, Done done) {
    rememberSurvey();
    run(title, std::move(work), std::move(done));
  }

private:
  void rememberSurvey();
  void abandonIfSurveyChanged();

  const void* m_survey = nullptr;  ///< address for comparison, never dereferenced
};

}  // namespace maury::ui
