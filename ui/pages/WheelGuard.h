// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace maury::ui {

/// Lets the wheel scroll the page that a slider, box or combo stands on, instead of changing its value by the way,
/// until the control has been clicked. Owned by the control.
void guardWheel(QWidget* control);

}  // namespace maury::ui
