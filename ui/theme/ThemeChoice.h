// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::ui {

/// The user's choice of theme, kept between sessions (QSettings). UI thread only.
enum class ThemeChoice { System, Light, Dark };

/// Applies the saved choice. Must be called at start, before any window, because it also notes the system's theme.
void applySavedTheme();
ThemeChoice themeChoice();
void setThemeChoice(ThemeChoice choice);

}  // namespace maury::ui
