// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "survey/dataset/Dataset.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that reads a table of stars for a join or an overlay, without changing the survey.
class ReadTableCommand : public Command {
  Q_OBJECT

public:
  explicit ReadTableCommand(Session& session) : Command(session) {}

  /// Starts reading; `ready` is called with the table on the UI thread.
  void start(const QString& path, std::function<void(std::shared_ptr<const survey::Dataset>)> ready);
};

}  // namespace maury::ui
