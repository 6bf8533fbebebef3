// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

class QAction;
class QWidget;

namespace maury::ui {

/// Shows the program's purpose and licence, and the versions of the program and its libraries.
void showAbout(QWidget* parent);
/// Copies versions, system and the last lines of the log to the clipboard, for a bug report. Loads LibTorch for its
/// version if the status bar has not loaded it yet, and then blocks for about half a second.
void copyDiagnostics();
/// Shows the keyboard shortcuts of the window's pages and of these actions.
void showShortcuts(const std::vector<QAction*>& actions, QWidget* parent);

}  // namespace maury::ui
