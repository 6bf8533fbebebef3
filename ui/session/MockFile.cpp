// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/MockFile.h"

#include <QDir>
#include <QSettings>
#include <QStandardPaths>

namespace maury::ui {

namespace {
const auto kKey = QStringLiteral("mockSecondsPerStar");
}

QString mockFilePath(std::size_t stars, unsigned long long seed) {
  const QDir folder(QStandardPaths::writableLocation(QStandardPaths::CacheLocation));
  folder.mkpath(".");
  return folder.filePath(QStringLiteral("mock2-%1-seed%2.fits").arg(stars).arg(seed));
}

double measuredSecondsPerMockStar() {
  return QSettings().value(kKey, 0.0).toDouble();
}

void saveSecondsPerMockStar(double seconds) {
  QSettings().setValue(kKey, seconds);
}

}  // namespace maury::ui
