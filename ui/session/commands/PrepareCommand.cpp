// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/PrepareCommand.h"

#include "ui/models/StarColumns.h"
#include "ui/session/Session.h"
#include "workbench/stars/ChangeSurvey.h"

namespace maury::ui {

void PrepareCommand::start(const survey::Recipe& recipe, std::function<void()> prepared) {
  const auto survey = session().survey();
  if (!survey) return;
  recipe.requireApplicable(*survey);
  runOnSurvey(
      tr("preparing"), [recipe, survey](Job& job) { return workbench::prepareSurvey(*survey, recipe, job); },
      [this, prepared = std::move(prepared)](const workbench::PreparedSurvey& result) {
        prepared();
        session().changeSurvey(result.survey, tr("prepared"));
        for (const std::string& warning : result.warnings)
          session().report(Severity::Warning, QString::fromStdString(warning));
        if (result.warnings.empty())
          session().report(Severity::Information, tr("Prepared %1. Choose Save survey as… to keep them in a file.")
                                                      .arg(starCountText(result.survey->starCount())));
      });
}

}  // namespace maury::ui
