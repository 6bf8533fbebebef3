// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/runs/TrainingCommand.h"

#include <QFileInfo>

#include "training/TrainingOptionTable.h"
#include "ui/session/Session.h"

namespace maury::ui {

std::string trainingCommand(const Session& session, const training::TrainingOptions& options) {
  const std::string filter = session.filterText().trimmed().toStdString();
  const bool isInFile = !session.surveyPath().isEmpty() && !session.canRestoreSurvey();
  if (!isInFile || options.network.preset.empty()) return {};
  training::TrainingFiles files;
  files.survey = QFileInfo(session.surveyPath()).absoluteFilePath().toStdString();
  files.filter = filter;
  files.hasSplitColumn = survey::hasSplitColumn(*session.survey());
  return training::trainCommand(files, options);
}

}  // namespace maury::ui
