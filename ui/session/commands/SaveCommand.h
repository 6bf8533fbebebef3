// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "network/model/Model.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that writes the program's own files: survey files and models.
class SaveCommand : public Command {
  Q_OBJECT

public:
  explicit SaveCommand(Session& session) : Command(session) {}

  /// Writes the whole survey, including spectra; the session's survey then has this path.
  void saveSurvey(const QString& path);
  /// Writes rows of Session::stars(), including spectra.
  void saveStars(const QString& path, std::shared_ptr<const std::vector<std::size_t>> rows);
  /// Writes a model; if it is the session's model, the session's model then has this path.
  void saveModel(const QString& path, const network::Model& model);
};

}  // namespace maury::ui
