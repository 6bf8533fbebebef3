// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace maury::ui {

/// Returns the line drawing resources/icons/NAME.svg in one colour, `size` logical pixels wide, with `ratio` device
/// pixels per logical pixel. Empty if there is no such drawing. UI thread only.
QPixmap iconPixmap(const QString& name, const QColor& colour, int size, qreal ratio);
/// Returns the drawing as an icon in one colour, and in another for the checked state. Request it again after
/// ThemeNotifier::changed().
QIcon icon(const QString& name, const QColor& colour, const QColor& checkedColour, int size = 20);
/// Returns the drawing as an icon in the current theme's muted colour, and in its accent colour for the checked state.
QIcon icon(const QString& name, int size = 20);
/// Returns the program's icon, for the window and the desktop.
QIcon programIcon();

}  // namespace maury::ui
