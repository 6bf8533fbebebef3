// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

class QWidget;

namespace maury::ui {

class Page;
class Session;

/// Every page that works, in the order of the rail; children of `parent`.
std::vector<Page*> makePages(Session& session, QWidget* parent);

}  // namespace maury::ui
