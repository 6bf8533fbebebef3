// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

class QAction;
class QWidget;

namespace maury::ui {

/// What the program is, its licence, and the versions of what it stands on.
void showAbout(QWidget* parent);
/// Copies versions, system and the last lines of the log to the clipboard, for a report of a problem.
/// Loads LibTorch for its version, if the status bar has not yet: blocks then for about half a second.
void copyDiagnostics();
/// Every shortcut of the window, from its actions themselves, and those of the figures.
void showShortcuts(const std::vector<QAction*>& actions, QWidget* parent);

}  // namespace maury::ui
