// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <vector>

namespace maury::ui {

/// What is written around the plot areas of a grid, in px. Pure arithmetic, so that it can be tested without a window.
struct FigureMargins {
  std::vector<double> left;    ///< a column's room for labels and titles at its left
  std::vector<double> right;   ///< a column's overhang at its right (half of the last label)
  std::vector<double> top;     ///< a row's overhang above
  std::vector<double> bottom;  ///< a row's room for labels and titles below
  double outerLeft = 0, outerRight = 0, outerTop = 0, outerBottom = 0;  ///< common titles, headings, colour bar
};

struct FigureGeometry {
  std::vector<QRectF> areas;  ///< rows × columns plot areas
  QRectF grid;                ///< around all of them
};

/// Aligned plot areas that fill `size`: neighbours are `gap` apart or as far as what stands between them needs.
/// aspect > 0 makes every plot area that wide for its height and centres the grid.
FigureGeometry layOutFigure(const QSizeF& size, int rows, int columns, const std::vector<double>& rowStretch,
                            const std::vector<double>& columnStretch, double gap, double aspect,
                            const FigureMargins& margins);

/// The size at which every plot area has at least the given one.
QSizeF smallestFigure(int rows, int columns, double gap, const FigureMargins& margins, const QSizeF& plotArea);

}  // namespace maury::ui
