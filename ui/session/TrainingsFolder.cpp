// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/TrainingsFolder.h"

#include <QDir>
#include <QStandardPaths>

namespace maury::ui {

QString trainingsFolder() {
  return QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)).filePath("trainings");
}

}  // namespace maury::ui
