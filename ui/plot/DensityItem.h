// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include "ui/plot/LayerItem.h"
#include "ui/plot/Layers.h"

namespace maury::ui {

/// Cells as colours; see PlotPanel::setDensity(). Each device pixel takes the colour of the cell at its centre, so
/// cells have sharp edges on log and reversed axes alike; the image is kept until range, size or theme changes.
class DensityItem : public LayerItem {
public:
  DensityItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kDensityHeight, parent) {}
  void set(DensityCells cells);
  const DensityCells& cells() const { return m_cells; }

protected:
  void paintLayer(QPainter& painter) override;
  void invalidate() override { m_image = QImage(); }

private:
  void rebuild(const QSize& pixels);

  DensityCells m_cells;
  QImage m_image;
};

}  // namespace maury::ui
