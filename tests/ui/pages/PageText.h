// SPDX-License-Identifier: GPL-3.0-or-later
// Searches the texts of the current page.
#pragma once

#include <QLabel>

#include "Program.h"
#include "ui/pages/Page.h"

namespace maury::test {

/// Returns true if a visible label of the current page contains these words.
inline bool pageShows(const Program& program, const QString& words) {
  for (const auto* label : program.window.currentPage()->findChildren<QLabel*>())
    if (label->isVisible() && label->text().contains(words)) return true;
  return false;
}

}  // namespace maury::test
