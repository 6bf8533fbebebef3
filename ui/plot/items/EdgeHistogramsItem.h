// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"

namespace maury::ui {

/// Returns how far histograms extend into an area from its right edge (width) and top edge (height), including the
/// space for ticks (px).
QSizeF edgeHistogramDepth(const QRectF& area);

/// Histograms of x along the top edge and of y along the right edge, inside the frame.
class EdgeHistogramsItem : public LayerItem {
public:
  EdgeHistogramsItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kPointsHeight, parent) {}
  void set(std::vector<EdgeHistogram> histograms);

protected:
  bool cachesPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;

private:
  void paintOne(QPainter& painter, const EdgeHistogram& histogram) const;

  std::vector<EdgeHistogram> m_histograms;
};

}  // namespace maury::ui
