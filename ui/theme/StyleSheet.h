// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace maury::ui {

struct Theme;

/// Returns the application's style sheet. Widgets opt in by dynamic properties:
///   QFrame       card=true                (8 px radius, 1 px border)
///   QFrame       role=topbar | statusbar | rail | separator
///   QLabel       role=title | muted | number | heading | good | bad
///   QPushButton  role=primary | quiet | menu
///   QToolButton  role=rail | segment | chip
/// Segments are checkable buttons side by side, with place=first | middle | last | only.
QString applicationStyleSheet(const Theme& theme);

}  // namespace maury::ui
