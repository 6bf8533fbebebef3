// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "survey/recipe/Recipe.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Applies preprocessing steps to every star of the survey; the result takes the survey's place.
class PrepareCommand : public SurveyCommand {
  Q_OBJECT

public:
  explicit PrepareCommand(Session& session) : SurveyCommand(session) {}

  /// Calls `prepared` just before the survey changes. Throws Error(Mismatch) at once if the steps do not fit.
  void start(const survey::Recipe& recipe, std::function<void()> prepared);
};

}  // namespace maury::ui
