// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QSpinBox;

namespace maury::ui {

/// Width in px of a control at the right end of a card's line.
inline constexpr int kControlWidth = 96;

/// Returns a spin box for integers, kControlWidth wide, in the C locale as in data files. The caller owns it.
QSpinBox* makeIntBox(const char* objectName, int low, int high, int value);

}  // namespace maury::ui
