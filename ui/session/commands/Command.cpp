// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/Command.h"

#include "ui/session/Session.h"

namespace maury::ui {

Command::Command(Session& session) : m_session(session) {
  connect(&m_runner, &JobRunner::failed, this, [this](const QString& sentence) {
    if (!m_abandoned) m_session.report(Severity::Problem, sentence);
  });
}

void Command::abandon() {
  m_abandoned = true;
  m_runner.requestStop();
}

SurveyCommand::SurveyCommand(Session& session) : Command(session) {
  connect(&session, &Session::surveyChanged, this, &SurveyCommand::abandonIfSurveyChanged);
}

void SurveyCommand::rememberSurvey() {
  m_survey = session().survey().get();
}

void SurveyCommand::abandonIfSurveyChanged() {
  if (running() && session().survey().get() != m_survey) abandon();
}

}  // namespace maury::ui
