// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/JoinCommand.h"

#include "ui/session/Session.h"
#include "workbench/stars/ChangeSurvey.h"

namespace maury::ui {

void JoinCommand::start(std::shared_ptr<const survey::Dataset> table, const survey::JoinOptions& options) {
  if (!session().survey() || !table) return;
  runOnSurvey(
      tr("joining"),
      [survey = session().survey(), table = std::move(table), options](Job&) {
        return workbench::joinSurvey(*survey, *table, options);
      },
      [this](const workbench::JoinedSurvey& joined) {
        session().changeSurvey(joined.survey, tr("joined"));
        session().report(
            Severity::Information,
            tr("%1. Choose Save survey… to keep the result in a file.").arg(QString::fromStdString(joined.summary)));
      });
}

}  // namespace maury::ui
