// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/FigureLayout.h"

#include <algorithm>
#include <cmath>

namespace maury::ui {

namespace {

/// Distance between the labels of neighbouring panels, px.
constexpr double kLabelSpacing = 10.0;

/// Returns the distances between neighbours i and i + 1 along one direction.
std::vector<double> separations(int count, double gap, const std::vector<double>& after,
                                const std::vector<double>& before) {
  std::vector<double> result;
  for (int i = 0; i + 1 < count; ++i) {
    const double end = after[static_cast<std::size_t>(i)], begin = before[static_cast<std::size_t>(i) + 1];
    const bool hasText = begin > 0.0 || end > 0.0;
    result.push_back(std::max(gap, end + begin + (hasText ? kLabelSpacing : 0.0)));
  }
  return result;
}

double sum(const std::vector<double>& values) {
  double total = 0.0;
  for (const double value : values)
    total += value;
  return total;
}

double stretchOf(const std::vector<double>& stretch, int index) {
  return static_cast<std::size_t>(index) < stretch.size() ? stretch[static_cast<std::size_t>(index)] : 1.0;
}

struct Extent {
  double begin, length;
};

/// Returns cells on whole pixels whose lengths are proportional to their stretch. Cells of equal stretch are equally
/// long, even if a few pixels are left over.
std::vector<Extent> extents(double begin, double available, int count, const std::vector<double>& stretch,
                            const std::vector<double>& separation) {
  double total = 0.0;
  for (int i = 0; i < count; ++i)
    total += stretchOf(stretch, i);
  std::vector<Extent> result;
  double position = std::round(begin);
  for (int i = 0; i < count; ++i) {
    const double length = std::max(1.0, std::floor(available * stretchOf(stretch, i) / total));
    result.push_back({position, length});
    position += length + (i + 1 < count ? std::round(separation[static_cast<std::size_t>(i)]) : 0.0);
  }
  return result;
}

}  // namespace

FigureGeometry layOutFigure(const QSizeF& size, int rows, int columns, const std::vector<double>& rowStretch,
                            const std::vector<double>& columnStretch, double gap, double aspect,
                            const FigureMargins& margins) {
  const std::vector<double> across = separations(columns, gap, margins.right, margins.left);
  const std::vector<double> down = separations(rows, gap, margins.bottom, margins.top);
  double left = margins.outerLeft + margins.left.front(), top = margins.outerTop + margins.top.front();
  double width = size.width() - left - margins.outerRight - margins.right.back() - sum(across);
  double height = size.height() - top - margins.outerBottom - margins.bottom.back() - sum(down);
  if (aspect > 0.0 && width > 0.0 && height > 0.0) {
    const double ratio = aspect * columns / rows;
    const double fitWidth = std::min(width, height * ratio), fitHeight = fitWidth / ratio;
    left += (width - fitWidth) / 2;
    top += (height - fitHeight) / 2;
    width = fitWidth;
    height = fitHeight;
  }
  const auto x = extents(left, width, columns, columnStretch, across);
  const auto y = extents(top, height, rows, rowStretch, down);
  FigureGeometry geometry;
  for (const Extent& row : y)
    for (const Extent& column : x)
      geometry.areas.emplace_back(column.begin, row.begin, column.length, row.length);
  geometry.grid = geometry.areas.front().united(geometry.areas.back());
  return geometry;
}

QSizeF minimumFigureSize(int rows, int columns, double gap, const FigureMargins& margins, const QSizeF& plotArea) {
  return {margins.outerLeft + margins.left.front() + margins.right.back() + margins.outerRight +
              sum(separations(columns, gap, margins.right, margins.left)) + columns * plotArea.width(),
          margins.outerTop + margins.top.front() + margins.bottom.back() + margins.outerBottom +
              sum(separations(rows, gap, margins.bottom, margins.top)) + rows * plotArea.height()};
}

}  // namespace maury::ui
