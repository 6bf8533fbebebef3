// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/PredictCommand.h"

#include "ui/models/StarColumns.h"
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
      [this](const Session::DatasetPointer& catalogue) {
        session().setCatalogue(catalogue);
        if (const std::size_t missing = workbench::starsWithoutLabel(*catalogue); missing > 0) {
          session().report(Severity::Warning,
                           tr("%1 without a finite pixel got no label.").arg(starCountText(missing)));
        }
      });
}

}  // namespace maury::ui
