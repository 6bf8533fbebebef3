// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

namespace maury::ui {

/// Recently opened files, newest first, kept between sessions (QSettings). Files that no longer exist are left out.
class RecentFiles : public QObject {
  Q_OBJECT

public:
  using QObject::QObject;

  QStringList paths() const;
  void add(const QString& path);
  void clear();

Q_SIGNALS:
  void changed();
};

}  // namespace maury::ui
