// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

class QAction;
class QWidget;

namespace maury::ui {

/// What the program is, its licence, and the versions of what it stands on.
void showAbout(QWidget* parent);
/// Copies versions, system and the last lines of the log to the clipboard, for a report of a problem, and then calls
/// `done`. Does not block: loads LibTorch on another thread if it is not loaded yet.
void copyDiagnostics(QWidget* parent, std::function<void()> done);
/// Every shortcut of the window, from its actions themselves, and those of the figures.
void showShortcuts(const std::vector<QAction*>& actions, QWidget* parent);

}  // namespace maury::ui
