// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRgb>
#include <array>

#include "workbench/figure/ColourScale.h"

namespace maury::ui {

using workbench::ColourMapName;
using workbench::ColourScale;
using workbench::Scaling;

/// The colours of a map on a light or dark background, from the tables in resources/colourmaps.
class ColourMap {
public:
  ColourMap(ColourMapName name, bool darkBackground);
  /// t in 0–1, clamped; opaque.
  QRgb at(double t) const;

private:
  std::array<QRgb, 256> m_table{};
};

}  // namespace maury::ui
