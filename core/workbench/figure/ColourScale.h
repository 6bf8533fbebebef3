// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::workbench {

/// Perceptually uniform colour maps that are safe for colour blindness. In the sequential maps the low end is closest
/// to the background, so that sparse cells look faint; light themes therefore reverse them. The centre of the diverging
/// map is as light as the background.
enum class ColourMapName { Cividis, Viridis, Diverging };

/// How values are mapped to the range 0–1 of a colour map. Linear, logarithmic and square root: low → 0, high → 1.
/// Signed: −limit → 0, 0 → 0.5, limit → 1, where limit = max(|low|, |high|).
enum class Scaling { Linear, Log, Sqrt, Signed };

/// Colour map with the range and scaling of its values.
struct ColourScale {
  ColourMapName map = ColourMapName::Cividis;
  Scaling scaling = Scaling::Linear;
  double low = 0.0;
  double high = 1.0;

  /// Returns the position of a value on the map, clamped to 0–1; NaN for NaN and, on a log scale, for values ≤ 0.
  double place(double value) const;
  bool operator==(const ColourScale&) const = default;
};

}  // namespace maury::workbench
