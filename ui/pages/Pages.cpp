// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/Pages.h"

#include "ui/pages/audit/AuditPage.h"
#include "ui/pages/contrast/ContrastPage.h"
#include "ui/pages/data/DataPage.h"
#include "ui/pages/galaxy/GalaxyPage.h"
#include "ui/pages/prepare/PreparePage.h"
#include "ui/pages/spectrum/SpectrumPage.h"
#include "ui/pages/train/TrainPage.h"
#include "ui/pages/validate/ValidatePage.h"

namespace maury::ui {

std::vector<Page*> makePages(Session& session, QWidget* parent) {
  return {new DataPage(session, parent),     new PreparePage(session, parent),  new TrainPage(session, parent),
          new SpectrumPage(session, parent), new ContrastPage(session, parent), new AuditPage(session, parent),
          new ValidatePage(session, parent), new GalaxyPage(session, parent)};
}

}  // namespace maury::ui
