// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that adds a column computed from others to survey and predictions.
class AddColumnCommand : public SurveyCommand {
  Q_OBJECT

public:
  explicit AddColumnCommand(Session& session) : SurveyCommand(session) {}

  /// Starts the command; `column` has the form of survey::parseNamedExpression().
  void start(const QString& column);
};

}  // namespace maury::ui
