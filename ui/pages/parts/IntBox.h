// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QSpinBox;

namespace maury::ui {

/// Of a control at the right end of a card's line.
inline constexpr int kControlWidth = 96;

/// A box for a whole number, kControlWidth wide, that writes it as data do, whatever the locale. The caller owns it.
QSpinBox* intBox(const char* objectName, int low, int high, int value);

}  // namespace maury::ui
