// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPolygonF>
#include <span>
#include <vector>

#include "ui/plot/Axis.h"

namespace maury::ui {

/// Returns the curve in pixels, broken where x or y is NaN (or ≤ 0 on a log axis). A curve sorted in x (`ascending`)
/// with more than two points per column of `columnWidth` pixels on average is reduced to the lowest and highest point
/// of each column, in their original order, so that no spike is lost. Its points outside the range of the axis are
/// skipped by bisection, except for one neighbour on each side.
std::vector<QPolygonF> decimate(std::span<const double> x, std::span<const double> y, const AxisMap& xMap,
                                const AxisMap& yMap, double columnWidth, bool ascending);

/// Returns the parts of a polyline inside a rectangle, cut exactly at its edge.
std::vector<QPolygonF> clipLine(const QPolygonF& line, const QRectF& area);

/// Returns a filled polygon cut to a rectangle (Sutherland & Hodgman 1974); empty if nothing is left.
QPolygonF clipPolygon(const QPolygonF& polygon, const QRectF& area);

/// Unbroken stretch of a band, in scene pixels. Both edges have the same number of points, at the same x.
struct BandStrip {
  QPolygonF upper, lower;
};

/// Returns the unbroken stretches of a band, with the points in a column of `columnWidth` pixels merged into their
/// envelope. On a log axis a band that reaches zero extends to `bottom`.
std::vector<BandStrip> bandStrips(std::span<const double> x, std::span<const double> low, std::span<const double> high,
                                  const AxisMap& xMap, const AxisMap& yMap, double bottom, double columnWidth);

/// Returns an edge, whose x must only rise or only fall, cut at the rectangle's sides and clamped to its top and
/// bottom. Filling between two such edges is the same as clipping the filled area.
QPolygonF clampToArea(const QPolygonF& edge, const QRectF& area);

/// Turns a curve into the outline of a histogram: each y is held from its x to the next.
void expandSteps(std::vector<double>& x, std::vector<double>& y);

/// Returns true if x is sorted and holds no NaN.
bool isAscending(std::span<const double> x);

/// Returns the first index and the last index + 1 of the points to draw: those within [low, high] and one neighbour on
/// each side.
std::pair<std::size_t, std::size_t> visibleRange(std::span<const double> ascendingX, double low, double high);

}  // namespace maury::ui
