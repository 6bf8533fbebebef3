// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/TrainingsFolder.h"

#include <QDir>
#include <QStandardPaths>

#include "base/process/Log.h"
#include "ui/session/Paths.h"

namespace maury::ui {

namespace {

/// Returns the user's state folder, or the data folder if there is no home folder.
QString stateFolder() {
  const std::filesystem::path log = log::defaultFile();
  return log.empty() ? QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)
                     : toText(log.parent_path());
}

}  // namespace

QString trainingsFolder() {
  return QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)).filePath("trainings");
}

QString keptFolder() {
  return QDir(stateFolder()).filePath("kept");
}

QString knownFormsFile() {
  return QDir(stateFolder()).filePath("forms.json");
}

}  // namespace maury::ui
