// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"

namespace maury::ui {

/// Returns the centres of the names of line marks along the top, in pixels; NaN for a name that is left out. Names are
/// at least `spacing` px apart and stay within [left, right]. Names of larger weight are placed first; the others may
/// move sideways by up to 0.7 of their width.
std::vector<double> placeNames(const std::vector<double>& positions, const std::vector<double>& widths,
                               const std::vector<double>& weights, double left, double right, double spacing);

/// Bars at spectral lines, with the names of their species.
class LineMarksItem : public LayerItem {
public:
  LineMarksItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kLineMarkHeight, parent) {}
  void set(LineMarks marks);
  /// Returns true if names of species are shown along the top.
  bool hasNames() const { return m_marks.showText && !m_marks.marks.empty(); }

protected:
  bool cachesPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;

private:
  std::vector<double> namePlaces(const QFont& font) const;

  LineMarks m_marks;
};

}  // namespace maury::ui
