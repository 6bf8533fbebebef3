// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/commands/ExportCommand.h"
#include "ui/session/commands/JoinCommand.h"
#include "ui/session/commands/MockCommand.h"
#include "ui/session/commands/OpenCommand.h"
#include "ui/session/commands/PlaceSunCommand.h"
#include "ui/session/commands/PredictCommand.h"
#include "ui/session/commands/PrepareCommand.h"
#include "ui/session/commands/ReadTableCommand.h"
#include "ui/session/commands/SaveCommand.h"

namespace maury::ui {

/// The commands of one session; their work is on its job board. Of those that read files one runs at a time, and of
/// those that change the survey, too: the one started last. UI thread only.
struct Commands {
  explicit Commands(Session& session);

  OpenCommand open;
  MockCommand mock;
  ReadTableCommand readTable;
  PredictCommand predict;
  PrepareCommand prepare;
  JoinCommand join;
  PlaceSunCommand placeSun;
  SaveCommand save;
  ExportCommand exportStars;
};

}  // namespace maury::ui
