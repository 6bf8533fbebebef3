// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/PredictCommand.h"

#include "ui/session/Session.h"
#include "workbench/stars/ApplyModel.h"

namespace maury::ui {

bool PredictCommand::isReady() const {
  return session().model() && session().survey() && session().survey()->pixelCount() > 0;
}

void PredictCommand::start() {
  if (!isReady()) return;
  runOnSurvey(
      tr("predicting"),
      [model = *session().model(), stars = session().survey()](Job& job) {
        return workbench::applyModel(model, *stars, job);
      },
      [this](const Session::DatasetPointer& catalogue) { session().setCatalogue(catalogue); });
}

}  // namespace maury::ui
