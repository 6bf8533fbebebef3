// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace maury::ui {

/// Returns the folder in which file dialogs start: the folder of the last chosen file, remembered between sessions, or
/// the home folder at first. UI thread only.
QString lastFolder();
/// Saves the folder of a chosen file or folder for lastFolder().
void saveLastFolder(const QString& chosenPath);

}  // namespace maury::ui
