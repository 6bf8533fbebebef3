// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

class QWidget;

namespace maury::ui {

class Page;
class Session;

/// Creates all pages as children of `parent`, in the order of the rail.
std::vector<Page*> makePages(Session& session, QWidget* parent);

}  // namespace maury::ui
