// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/parts/SessionCommand.h"

#include <QFileInfo>
#include <vector>

#include "base/Error.h"
#include "base/text/ShellWord.h"
#include "ui/session/Session.h"

namespace maury::ui {

std::string surveyFileOf(const Session& session) {
  if (session.surveyPath().isEmpty() || session.canRestoreSurvey())
    throw Error(ErrorKind::Usage, "The command line needs these stars in a file: save the survey first.");
  if (session.isReadAsStated())
    throw Error(ErrorKind::Usage, "The command line needs these stars as you stated them: save the survey first.");
  return session.surveyPath().toStdString();
}

std::string modelFileOf(const Session& session) {
  if (!session.model() || session.modelPath().isEmpty())
    throw Error(ErrorKind::Usage, "The command line needs the model in a file: save the model first.");
  return session.modelPath().toStdString();
}

std::string idOfRow(const survey::Dataset& survey, std::size_t row) {
  const std::string& id = survey.ids.at(row);
  if (survey.rowOf(id) != row)
    throw Error(ErrorKind::Usage,
                "The command line can show only the first spectrum of the star " + id + ": choose that one.");
  return id;
}

PredictStep predictStepOf(const Session& session) {
  const std::string survey = surveyFileOf(session);
  const std::string catalogue = QFileInfo(session.surveyPath()).completeBaseName().toStdString() + "-predicted.fits";
  return {"maury-cli predict " + shellWord(survey) + " --model " + shellWord(modelFileOf(session)) + " --out " +
              shellWord(catalogue) + " && ",
          catalogue};
}

QString renderCommandOf(const Session& session, const std::string& page, const workbench::PageOptions& options,
                        FigureFiles files) {
  std::vector<std::filesystem::path> paths{surveyFileOf(session)};
  if (files != FigureFiles::Survey) paths.emplace_back(modelFileOf(session));
  std::string before;
  if (session.catalogue() && (files == FigureFiles::Predictions || !options.filter.empty())) {
    const PredictStep step = predictStepOf(session);
    before = step.command;
    paths.emplace_back(step.catalogue);
  }
  return QString::fromStdString(before + workbench::renderCommand(page, paths, options));
}

}  // namespace maury::ui
