// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/Pages.h"

#include "ui/pages/data/DataPage.h"

namespace maury::ui {

std::vector<Page*> makePages(Session& session, QWidget* parent) {
  return {new DataPage(session, parent)};
}

}  // namespace maury::ui
