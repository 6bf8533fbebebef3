// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/Page.h"

namespace maury::ui {

void Page::activated() {
  if (!m_isOutOfDate) return;
  m_isOutOfDate = false;
  refresh();
}

void Page::invalidate() {
  m_isOutOfDate = true;
  if (isVisible()) Page::activated();
}

}  // namespace maury::ui
