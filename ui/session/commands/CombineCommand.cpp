// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/CombineCommand.h"

#include "ui/session/Session.h"
#include "workbench/stars/CombineSurveys.h"

namespace maury::ui {

void CombineCommand::start(const survey::CombineSources& sources, const survey::CombineOptions& options) {
  if (!session().survey() || sources.empty()) return;
  runOnSurvey(
      tr("combining"), [sources, options](Job& job) { return workbench::combineSurvey(sources, options, job); },
      [this](const workbench::CombinedSurvey& combined) {
        session().changeSurvey(combined.survey, tr("combined"));
        QStringList notes;
        for (const std::string& warning : combined.warnings)
          notes << QString::fromStdString(warning);
        if (!notes.isEmpty()) session().addNotes(notes);
        session().report(
            notes.isEmpty() ? Severity::Information : Severity::Warning,
            tr("%1 Choose Save survey… to keep the result in a file.").arg(QString::fromStdString(combined.summary)));
      });
}

}  // namespace maury::ui
