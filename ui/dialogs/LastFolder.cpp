// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/LastFolder.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace maury::ui {

QString lastFolder() {
  return QSettings().value("lastFolder", QDir::homePath()).toString();
}

void saveLastFolder(const QString& chosenPath) {
  QSettings().setValue("lastFolder", QFileInfo(chosenPath).absolutePath());
}

}  // namespace maury::ui
