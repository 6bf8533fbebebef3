// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "survey/dataset/Dataset.h"
#include "survey/joining/Join.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that adds a table's labels and columns to the survey's stars; the result replaces the survey.
class JoinCommand : public SurveyCommand {
  Q_OBJECT

public:
  explicit JoinCommand(Session& session) : SurveyCommand(session) {}

  void start(std::shared_ptr<const survey::Dataset> table, const survey::JoinOptions& options);
};

}  // namespace maury::ui
