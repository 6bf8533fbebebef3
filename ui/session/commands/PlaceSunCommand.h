// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "galaxy/positions/Galactocentric.h"
#include "ui/session/commands/Command.h"

namespace maury::ui {

/// Command that recomputes R and Z of every star for another position of the Sun, in survey and predictions.
class PlaceSunCommand : public SurveyCommand {
  Q_OBJECT

public:
  explicit PlaceSunCommand(Session& session) : SurveyCommand(session) {}

  void start(const galaxy::SolarPosition& sun);
};

}  // namespace maury::ui
