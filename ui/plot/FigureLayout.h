// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <vector>

namespace maury::ui {

/// Space around the plot areas of a grid, px.
struct FigureMargins {
  std::vector<double> left;    ///< per column: labels and titles on its left
  std::vector<double> right;   ///< per column: overhang on its right (half of the last label)
  std::vector<double> top;     ///< per row: overhang above
  std::vector<double> bottom;  ///< per row: labels and titles below
  double outerLeft = 0, outerRight = 0, outerTop = 0, outerBottom = 0;  ///< common titles, headings, colour bar
};

struct FigureGeometry {
  std::vector<QRectF> areas;  ///< rows × columns plot areas, row-major
  QRectF grid;                ///< bounding rectangle of all plot areas
};

/// Returns aligned plot areas that fill `size`. Neighbours are `gap` apart, or further if the text between them needs
/// it. If `aspect` is above 0, every plot area has this ratio of width to height and the grid is centred. Pure
/// arithmetic, so that it can be tested without a window.
FigureGeometry layOutFigure(const QSizeF& size, int rows, int columns, const std::vector<double>& rowStretch,
                            const std::vector<double>& columnStretch, double gap, double aspect,
                            const FigureMargins& margins);

/// Returns the smallest size of a figure whose plot areas are all at least `plotArea`.
QSizeF minimumFigureSize(int rows, int columns, double gap, const FigureMargins& margins, const QSizeF& plotArea);

}  // namespace maury::ui
