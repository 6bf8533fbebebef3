// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that applies the session's model to every star of the survey and sets the catalogue. It is abandoned when
/// another model is opened, so that labels are never shown under the name of a model that did not predict them.
class PredictCommand : public SurveyCommand {
  Q_OBJECT

public:
  explicit PredictCommand(Session& session);

  /// Returns true if there is a model and a survey with spectra.
  bool isReady() const;
  /// Does nothing unless isReady().
  void start();

private:
  void abandonIfModelChanged();

  const void* m_model = nullptr;  ///< address of the model's information for comparison, never dereferenced
};

}  // namespace maury::ui
