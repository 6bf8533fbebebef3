// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/AddColumnCommand.h"

#include "ui/session/Session.h"
#include "workbench/stars/ChangeSurvey.h"

namespace maury::ui {

void AddColumnCommand::start(const QString& column) {
  if (!session().survey()) return;
  runOnSurvey(
      tr("computing a column"),
      [survey = session().survey(), catalogue = session().catalogue(), text = column.toStdString()](Job&) {
        return workbench::addColumn(*survey, catalogue.get(), text);
      },
      [this, catalogue = session().catalogue()](const workbench::ChangedStars& changed) {
        if (catalogue != session().catalogue()) return;
        session().changeColumns(changed.survey, changed.catalogue, tr("new columns"));
        session().report(Severity::Information, tr("Added %1. Choose Save survey… to keep the column in a file.")
                                                    .arg(QString::fromStdString(changed.summary)));
      });
}

}  // namespace maury::ui
