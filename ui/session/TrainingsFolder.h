// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace maury::ui {

/// Returns the folder in the user's data folder where the window keeps the state of its trainings, a folder each
/// (workbench::HeldRunFolder).
QString trainingsFolder();

}  // namespace maury::ui
