// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRgb>
#include <array>

#include "workbench/figure/ColourScale.h"

namespace maury::ui {

using workbench::ColourMapName;
using workbench::ColourScale;
using workbench::Scaling;

/// Colour table of a map for a light or dark background, read from resources/colourmaps.
class ColourMap {
public:
  ColourMap(ColourMapName name, bool darkBackground);
  /// Returns the opaque colour at t, which is clamped to 0–1.
  QRgb at(double t) const;

private:
  std::array<QRgb, 256> m_table{};
};

}  // namespace maury::ui
