// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/PredictCommand.h"

#include "ui/models/StarColumns.h"
#include "ui/session/Session.h"
#include "workbench/stars/ApplyModel.h"

namespace maury::ui {

PredictCommand::PredictCommand(Session& session) : SurveyCommand(session) {
  connect(&session, &Session::modelChanged, this, &PredictCommand::abandonIfModelChanged);
}

bool PredictCommand::isReady() const {
  return session().model() && session().survey() && session().survey()->pixelCount() > 0;
}

void PredictCommand::start() {
  if (!isReady()) return;
  const network::Model model = *session().model();
  m_model = &model.info();
  runOnSurvey(
      tr("predicting"),
      [model, stars = session().survey()](Job& job) { return workbench::applyModel(model, *stars, job); },
      [this, model](const Session::DatasetPointer& catalogue) {
        session().setPredictions(catalogue, model);
        if (const std::size_t missing = workbench::starsWithoutLabel(*catalogue); missing > 0) {
          session().report(Severity::Warning,
                           tr("%1 without a finite pixel got no label.").arg(starCountText(missing)));
        }
      });
}

void PredictCommand::abandonIfModelChanged() {
  if (!running() || !session().model() || &session().model()->info() == m_model) return;
  abandon();
  session().report(Severity::Information, tr("The prediction was stopped, because the model was replaced."));
}

}  // namespace maury::ui
