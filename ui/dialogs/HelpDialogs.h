// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

class QAction;
class QWidget;

namespace maury::ui {

/// Shows the program's purpose and licence, and the versions of the program and its libraries.
void showAbout(QWidget* parent);
/// Copies versions, system and the last lines of the log to the clipboard, for a bug report, and then calls `done`.
/// Does not block: loads LibTorch on another thread if it is not loaded yet.
void copyDiagnostics(QWidget* parent, std::function<void()> done);
/// Shows the keyboard shortcuts of the window's pages and of these actions.
void showShortcuts(const std::vector<QAction*>& actions, QWidget* parent);

}  // namespace maury::ui
