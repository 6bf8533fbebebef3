// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QPolygonF>
#include <QRectF>
#include <vector>

#include "ui/plot/items/drawing/Polylines.h"

namespace maury::ui {

/// Returns true if the x of each strip only rises or only falls.
bool isMonotone(const std::vector<BandStrip>& strips);

/// Rasterises monotone strips into an image of `size` pixels that covers `area`. The opacity of a pixel is the fraction
/// of it inside the band. Takes a tenth of the time that Qt's rasteriser needs for such jagged polygons.
QImage bandImage(const std::vector<BandStrip>& strips, const QRectF& area, const QSize& size, const QColor& colour);

/// Width (px) up to which the bends of a curve need no joins.
constexpr double kThinCurve = 1.5;

/// Rasterises curves of `width` scene pixels, already clipped to the area, in the same way. Segments end square along
/// the axis they follow, so that the segments of a curve meet without gap or overlap. For thin curves only, because
/// bends have no joins.
QImage curveImage(const std::vector<QPolygonF>& curves, const QRectF& area, const QSize& size, double width,
                  const QColor& colour);

}  // namespace maury::ui
