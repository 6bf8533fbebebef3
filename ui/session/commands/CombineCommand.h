// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "survey/combining/Combine.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that joins the arms of the survey's stars from several files and co-adds repeats; the result replaces the
/// survey.
class CombineCommand : public SurveyCommand {
  Q_OBJECT

public:
  explicit CombineCommand(Session& session) : SurveyCommand(session) {}

  /// Combines sources in memory, of which the first is the survey.
  void start(const survey::CombineSources& sources, const survey::CombineOptions& options);
};

}  // namespace maury::ui
