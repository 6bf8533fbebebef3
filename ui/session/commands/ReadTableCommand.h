// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "survey/dataset/Dataset.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Reads a table of stars for a join or an overlay; the survey stays as it is.
class ReadTableCommand : public Command {
  Q_OBJECT

public:
  explicit ReadTableCommand(Session& session) : Command(session) {}

  /// Calls `ready` on the UI thread with the table.
  void start(const QString& path, std::function<void(std::shared_ptr<const survey::Dataset>)> ready);
};

}  // namespace maury::ui
