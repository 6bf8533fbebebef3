// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that applies the session's model to every star of the survey and sets the catalogue.
class PredictCommand : public SurveyCommand {
  Q_OBJECT

public:
  explicit PredictCommand(Session& session) : SurveyCommand(session) {}

  /// Returns true if there is a model and a survey with spectra.
  bool isReady() const;
  /// Does nothing unless isReady().
  void start();
};

}  // namespace maury::ui
