// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/Page.h"

namespace maury::ui {

void Page::activated() {
  if (!m_isOutdated) return;
  m_isOutdated = false;
  refresh();
}

void Page::outdate() {
  m_isOutdated = true;
  if (isVisible()) Page::activated();
}

}  // namespace maury::ui
