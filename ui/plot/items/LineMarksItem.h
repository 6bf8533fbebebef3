// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"

namespace maury::ui {

/// Where the names of line marks stand along the top: centres in pixels, NaN for one that is left out.
/// Names keep `spacing` px from each other and stay within [left, right]; the heavier is placed first, a lighter one
/// may move aside by up to 0.7 of its width.
std::vector<double> placeNames(const std::vector<double>& positions, const std::vector<double>& widths,
                               const std::vector<double>& weights, double left, double right, double spacing);

/// Bars at spectral lines and their species' names.
class LineMarksItem : public LayerItem {
public:
  LineMarksItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kLineMarkHeight, parent) {}
  void set(LineMarks marks);

protected:
  bool keepsPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;

private:
  std::vector<double> namePlaces(const QFont& font) const;

  LineMarks m_marks;
};

}  // namespace maury::ui
