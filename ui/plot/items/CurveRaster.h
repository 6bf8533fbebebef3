// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QPolygonF>
#include <QRectF>
#include <vector>

#include "ui/plot/items/Polylines.h"

namespace maury::ui {

/// Whether the x of each strip only rises, or only falls.
bool isMonotone(const std::vector<BandStrip>& strips);

/// The monotone strips on a screen where `area` has `size` pixels, each pixel's opacity its share inside the band: a
/// tenth of the time that Qt's rasteriser takes for polygons as jagged as these.
QImage bandImage(const std::vector<BandStrip>& strips, const QRectF& area, const QSize& size, const QColor& colour);

/// Up to this width (px) a curve's bends need no joins.
constexpr double kThinCurve = 1.5;

/// Curves of `width` scene pixels, clipped to the area already, on such a screen; segments end square along the axis
/// they follow, so that those of a curve meet without gap or overlap. For thin curves: bends have no joins.
QImage curveImage(const std::vector<QPolygonF>& curves, const QRectF& area, const QSize& size, double width,
                  const QColor& colour);

}  // namespace maury::ui
