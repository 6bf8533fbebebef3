// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::ui {

/// Layer of a panel. A LayerItem paints itself above or below the chart; a SeriesLayer is drawn by Qt Charts. UI
/// thread only, except for makePixels().
class PanelLayer {
public:
  PanelLayer() = default;
  virtual ~PanelLayer() = default;
  PanelLayer(const PanelLayer&) = delete;
  PanelLayer& operator=(const PanelLayer&) = delete;

  /// Must be called after the position, range or theme of the frame has changed.
  virtual void frameHasChanged() = 0;
  /// Returns true if makePixels() is due before the layer is painted with `scale` device pixels per scene pixel.
  virtual bool needsPixels(double /*scale*/) const { return false; }
  /// Renders the layer into its image. May run on any thread, for layers of different panels at the same time, as long
  /// as their scene does not change meanwhile.
  virtual void makePixels(double /*scale*/) {}
};

}  // namespace maury::ui
