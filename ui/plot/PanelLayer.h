// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::ui {

/// One layer of a panel. A LayerItem paints itself above or below the chart; a SeriesLayer is drawn by Qt Charts.
/// GUI thread only, except for makePixels().
class PanelLayer {
public:
  PanelLayer() = default;
  virtual ~PanelLayer() = default;
  PanelLayer(const PanelLayer&) = delete;
  PanelLayer& operator=(const PanelLayer&) = delete;

  /// Must be called after the frame has changed: place, range or theme.
  virtual void frameHasChanged() = 0;
  /// Returns true if paint() has pixels to make first, on a screen of `scale` device pixels for a scene pixel.
  virtual bool needsPixels(double /*scale*/) const { return false; }
  /// Makes those pixels, on any thread: layers of different panels at the same time, while their scene is left alone.
  virtual void makePixels(double /*scale*/) {}
};

}  // namespace maury::ui
