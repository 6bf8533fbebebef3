// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mock/MockSurvey.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that writes a mock survey to a file and opens it.
class MockCommand : public Command {
  Q_OBJECT

public:
  explicit MockCommand(Session& session) : Command(session) {}

  void start(const QString& path, const mock::MockOptions& options);
};

}  // namespace maury::ui
