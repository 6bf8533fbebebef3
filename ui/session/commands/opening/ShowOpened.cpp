// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/opening/ShowOpened.h"

#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "workbench/stars/CatalogueJoin.h"

namespace maury::ui {

namespace {

QStringList notesOf(const workbench::OpenedFiles& files) {
  QStringList notes;
  for (const std::vector<std::string>& sentences :
       {files.notes, files.report.notes, files.report.warnings, files.report.leftOutLines()})
    for (const std::string& sentence : sentences)
      notes << QString::fromStdString(sentence);
  return notes;
}

/// Reports the first warning and the number of further ones.
void reportWarnings(Session& session, const survey::ImportReport& report) {
  std::vector<std::string> warnings = report.warnings;
  for (std::string& line : report.leftOutLines())
    warnings.push_back(std::move(line));
  if (warnings.empty()) return;
  const QString first = QString::fromStdString(warnings.front());
  const int more = static_cast<int>(warnings.size()) - 1;
  session.report(Severity::Warning,
                 more == 0 ? first : Session::tr("%1 The Data page lists %n more.", "", more).arg(first));
}

}  // namespace

void showOpened(Session& session, const workbench::OpenedFiles& files) {
  if (files.survey) session.setSurvey(files.survey, toText(files.surveyPath));
  const bool hadLabels = session.catalogue() != nullptr;
  for (const workbench::OpenedModel& earlier : files.earlierModels)
    session.setModel(earlier.model, toText(earlier.path));
  if (files.model) session.setModel(*files.model, toText(files.modelPath));
  if (hadLabels && !session.catalogue() && !files.catalogue)
    session.report(Severity::Information, Session::tr("The labels of the previous model are no longer shown. Choose "
                                                      "Predict labels of the survey to apply this one."));
  if (files.catalogue) {
    const auto& survey = session.survey();
    const bool fits = survey && workbench::joinCatalogue(*survey, *files.catalogue).matched > 0;
    if (fits) {
      session.setCatalogue(files.catalogue);
    } else {
      session.setSurvey(files.catalogue, toText(files.cataloguePath));
    }
  }
  if (files.survey || files.catalogue) session.addNotes(notesOf(files));
  reportWarnings(session, files.report);
}

}  // namespace maury::ui
