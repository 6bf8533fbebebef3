// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <utility>

#include "ui/jobs/JobRunner.h"

namespace maury::ui {

class Session;

/// Action on the session that takes time: runs core's work on a worker thread, then changes the session's state on the
/// UI thread, or reports the error there. UI thread only; starting again stops what runs and drops its result.
class Command : public QObject {
  Q_OBJECT

public:
  JobRunner& runner() { return m_runner; }
  bool running() const { return m_runner.running(); }
  /// Stops what runs and drops its result, even if it is ready by now.
  void abandon();

protected:
  explicit Command(Session& session);

  Session& session() { return m_session; }
  const Session& session() const { return m_session; }

  /// Runs `work` as JobRunner::run() does; `done` is not called once the run has been abandoned.
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

/// Command whose result depends on the open survey: it is abandoned when another one takes its place.
class SurveyCommand : public Command {
  Q_OBJECT

protected:
  explicit SurveyCommand(Session& session);

  /// Runs `work` on the open survey as Command::run() does.
  template <typename Work, typename Done>
  void runOnSurvey(const QString& title, Work work, Done done) {
    rememberSurvey();
    run(title, std::move(work), std::move(done));
  }

private:
  void rememberSurvey();
  void abandonOtherSurvey();

  const void* m_survey = nullptr;  ///< compared only
};

}  // namespace maury::ui
