// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace maury::ui {

/// Returns the folder, in the user's data folder, that holds the state of the window's training runs, one folder per
/// run (workbench::HeldRunFolder).
QString trainingsFolder();

/// Returns the folder, in the user's state folder next to the log, that holds results kept when a window was closed
/// without saving them, one folder per session (workbench::KeptWork).
QString keptFolder();

/// Returns the file in the same folder with what the user stated about files of a form (workbench::KnownForms).
QString knownFormsFile();

}  // namespace maury::ui
