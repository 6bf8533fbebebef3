// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/RecentFiles.h"

#include <QFileInfo>
#include <QSettings>

namespace maury::ui {

namespace {
constexpr int kMaxFiles = 8;
const auto kKey = QStringLiteral("recentFiles");
}  // namespace

QStringList RecentFiles::paths() const {
  QStringList known = QSettings().value(kKey).toStringList();
  known.removeIf([](const QString& path) { return !QFileInfo::exists(path); });
  return known;
}

void RecentFiles::add(const QString& path) {
  const QString absolute = QFileInfo(path).absoluteFilePath();
  QStringList known = paths();
  known.removeAll(absolute);
  known.prepend(absolute);
  while (known.size() > kMaxFiles)
    known.removeLast();
  QSettings().setValue(kKey, known);
  Q_EMIT changed();
}

void RecentFiles::clear() {
  QSettings().remove(kKey);
  Q_EMIT changed();
}

}  // namespace maury::ui
