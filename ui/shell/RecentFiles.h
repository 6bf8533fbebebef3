// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

namespace maury::ui {

/// The files opened last, newest first, kept between starts (QSettings). Those that are gone are left out.
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
