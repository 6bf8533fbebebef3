// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/commands/opening/MockCommand.h"

#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "ui/session/commands/opening/ShowOpened.h"
#include "workbench/opening/OpenFiles.h"

namespace maury::ui {

void MockCommand::start(const QString& path, const mock::MockOptions& options) {
  run(
      tr("creating the mock survey"),
      [file = toPath(path), options](Job& job) {
        mock::writeMockSurvey(file, options, job);
        return workbench::openFiles({file}, {}, job);
      },
      [this, path](const workbench::OpenedFiles& files) {
        showOpened(session(), files);
        Q_EMIT session().opened(path);
      });
}

}  // namespace maury::ui
