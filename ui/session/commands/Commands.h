// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/commands/AddColumnCommand.h"
#include "ui/session/commands/CombineCommand.h"
#include "ui/session/commands/ExportCommand.h"
#include "ui/session/commands/JoinCommand.h"
#include "ui/session/commands/KeepCommand.h"
#include "ui/session/commands/PlaceSunCommand.h"
#include "ui/session/commands/PredictCommand.h"
#include "ui/session/commands/PrepareCommand.h"
#include "ui/session/commands/SaveCommand.h"
#include "ui/session/commands/opening/MockCommand.h"
#include "ui/session/commands/opening/OpenCommand.h"
#include "ui/session/commands/opening/ReadTableCommand.h"

namespace maury::ui {

/// Commands of one session, whose progress its job board shows. Commands that read files exclude each other, and so do
/// commands that change the survey: starting one abandons the others. UI thread only.
struct Commands {
  explicit Commands(Session& session);

  OpenCommand open;
  MockCommand mock;
  ReadTableCommand readTable;
  PredictCommand predict;
  PrepareCommand prepare;
  JoinCommand join;
  CombineCommand combine;
  AddColumnCommand addColumn;
  PlaceSunCommand placeSun;
  SaveCommand save;
  ExportCommand exportStars;
  KeepCommand keep;
};

}  // namespace maury::ui
