// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace maury::ui {

/// The line drawing resources/icons/NAME.svg in one colour, `size` logical pixels wide, sharp at `ratio` device pixels.
/// Empty for a name that does not exist. GUI thread.
QPixmap iconPixmap(const QString& name, const QColor& colour, int size, qreal ratio);
/// The drawing as an icon: one colour, another where checked. Ask again after ThemeNotifier::changed.
QIcon icon(const QString& name, const QColor& colour, const QColor& checkedColour, int size = 20);
/// In the current theme's muted text, accent where checked.
QIcon icon(const QString& name, int size = 20);
/// The program's own icon, for the window and the desktop.
QIcon programIcon();

}  // namespace maury::ui
