// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/opening/ReadTableCommand.h"

#include <QFileInfo>

#include "survey/importing/Import.h"
#include "ui/session/Paths.h"

namespace maury::ui {

void ReadTableCommand::start(const QString& path, std::function<void(std::shared_ptr<const survey::Dataset>)> ready) {
  run(
      tr("reading %1").arg(QFileInfo(path).fileName()),
      [file = toPath(path)](Job& job) {
        survey::ImportReport report;
        return std::make_shared<const survey::Dataset>(survey::importSurvey({file}, {}, report, job));
      },
      std::move(ready));
}

}  // namespace maury::ui
