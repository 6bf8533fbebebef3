// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"

namespace maury::ui {

/// Density cells as colours. Each device pixel takes the colour of the cell at its centre, so that cells have sharp
/// edges on log and reversed axes too.
class DensityItem : public LayerItem {
public:
  DensityItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kDensityHeight, parent) {}
  void set(DensityCells cells);
  const DensityCells& cells() const { return m_cells; }

protected:
  bool cachesPixels() const override { return !m_cells.values.empty(); }
  void paintLayer(QPainter& painter) override;
  QImage renderImage(const QSize& size) override;

private:
  DensityCells m_cells;
};

}  // namespace maury::ui
