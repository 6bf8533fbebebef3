// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRgb>
#include <array>

namespace maury::ui {

/// Perceptually uniform, colour-blind-safe maps, from the tables in resources/colourmaps. Sequential ones put the end
/// nearest to the background at the low end, so that few stars are faint: light themes see them reversed. Diverging has
/// the background's lightness at its centre.
enum class ColourMapName { Cividis, Viridis, Diverging };

class ColourMap {
public:
  ColourMap(ColourMapName name, bool darkBackground);
  /// t in 0–1, clamped; opaque.
  QRgb at(double t) const;

private:
  std::array<QRgb, 256> m_table{};
};

/// How values become colours. Linear, logarithmic and square root: low → 0, high → 1. Signed: −limit → 0, 0 → 0.5,
/// where limit = max(|low|, |high|): the same on both sides.
enum class Scaling { Linear, Log, Sqrt, Signed };

struct ColourScale {
  ColourMapName map = ColourMapName::Cividis;
  Scaling scaling = Scaling::Linear;
  double low = 0.0;
  double high = 1.0;

  /// Place of a value on the map, clamped to 0–1; NaN for NaN and, on a log scale, for values ≤ 0.
  double place(double value) const;
  bool operator==(const ColourScale&) const = default;
};

}  // namespace maury::ui
