// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/PlaceSunCommand.h"

#include "ui/session/Session.h"
#include "workbench/stars/ChangeSurvey.h"

namespace maury::ui {

void PlaceSunCommand::start(const galaxy::SolarPosition& sun) {
  if (!session().survey()) return;
  runOnSurvey(
      tr("recomputing positions"),
      [survey = session().survey(), catalogue = session().catalogue(), sun](Job&) {
        return workbench::placeSun(*survey, catalogue.get(), sun);
      },
      [this, catalogue = session().catalogue()](const workbench::ChangedStars& placed) {
        if (catalogue != session().catalogue()) return;
        session().changeColumns(placed.survey, placed.catalogue, tr("new positions"));
        session().report(Severity::Information, QString::fromStdString(placed.summary));
      });
}

}  // namespace maury::ui
