// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::ui {

/// What the user wants of the theme; kept between starts (QSettings). GUI thread.
enum class ThemeChoice { System, Light, Dark };

/// At start, before any window: notes the system's theme and applies the choice that was kept.
void applyKeptTheme();
ThemeChoice themeChoice();
void setThemeChoice(ThemeChoice choice);

}  // namespace maury::ui
