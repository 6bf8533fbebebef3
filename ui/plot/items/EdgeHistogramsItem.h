// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"

namespace maury::ui {

/// How far histograms reach into an area from its right and top edges, ticks included (px).
QSizeF edgeHistogramDepth(const QRectF& area);

/// Histograms of x above and of y at the right, within the frame.
class EdgeHistogramsItem : public LayerItem {
public:
  EdgeHistogramsItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kPointsHeight, parent) {}
  void set(std::vector<EdgeHistogram> histograms);

protected:
  bool keepsPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;

private:
  void paintOne(QPainter& painter, const EdgeHistogram& histogram) const;

  std::vector<EdgeHistogram> m_histograms;
};

}  // namespace maury::ui
