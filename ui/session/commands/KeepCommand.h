// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "ui/session/UnsavedItem.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that writes unsaved results of the session to files, one after another. Each counts as saved once its file
/// is complete, so after an error only the others are still unsaved.
class KeepCommand : public Command {
  Q_OBJECT

public:
  struct Target {
    UnsavedItem item;
    QString path;
  };

  explicit KeepCommand(Session& session) : Command(session) {}

  /// Writes each item to its path; creates missing folders.
  void start(const std::vector<Target>& targets);
  /// Writes all unsaved results to a new folder in keptFolder(), from which the next session offers to open them. Adds
  /// a link to the survey if that is in a file.
  void keepAll();

private:
  void writeAll(const std::vector<Target>& targets, std::function<void()> finally);
};

}  // namespace maury::ui
