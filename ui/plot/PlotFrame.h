// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

#include "ui/plot/Axis.h"
#include "ui/theme/Theme.h"

namespace maury::ui {

/// Plot area, axes and theme, which every layer needs to paint itself.
struct PlotFrame {
  QRectF area;  ///< scene pixels
  Axis x, y;
  Theme theme = Theme::light();

  AxisMap xMap() const { return mapOf(x, area.left(), area.right()); }
  AxisMap yMap() const { return mapOf(y, area.bottom(), area.top()); }
};

}  // namespace maury::ui
