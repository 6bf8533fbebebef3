// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace maury::ui {

/// The folder that every file dialog starts in, kept between starts of the program. GUI thread only.
QString lastFolder();
void keepLastFolder(const QString& chosenPath);

}  // namespace maury::ui
