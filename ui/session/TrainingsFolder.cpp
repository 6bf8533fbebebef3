// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/TrainingsFolder.h"

#include <QDir>
#include <QStandardPaths>

#include "base/process/Log.h"
#include "ui/session/Paths.h"

namespace maury::ui {

QString trainingsFolder() {
  return QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)).filePath("trainings");
}

QString keptFolder() {
  const std::filesystem::path log = log::defaultFile();  // empty without a home folder
  const QString state =
      log.empty() ? QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) : toText(log.parent_path());
  return QDir(state).filePath("kept");
}

}  // namespace maury::ui
