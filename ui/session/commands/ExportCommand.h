// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that writes rows of Session::stars() for other programs (survey::tableOf), as FITS, VOTable, CSV or ECSV by
/// the suffix.
class ExportCommand : public Command {
  Q_OBJECT

public:
  explicit ExportCommand(Session& session) : Command(session) {}

  void start(const QString& path, std::shared_ptr<const std::vector<std::size_t>> rows, bool spectra = false);
};

}  // namespace maury::ui
