// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "survey/recipe/Recipe.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that applies preprocessing steps to every star of the survey; the result replaces the survey.
class PrepareCommand : public SurveyCommand {
  Q_OBJECT

public:
  explicit PrepareCommand(Session& session) : SurveyCommand(session) {}

  /// Starts the command, which calls `prepared` just before the survey changes. Throws Error(Mismatch) immediately if
  /// the steps do not fit.
  void start(const survey::Recipe& recipe, std::function<void()> prepared);
};

}  // namespace maury::ui
