// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPolygonF>
#include <span>
#include <vector>

#include "ui/plot/Axis.h"

namespace maury::ui {

/// The curve in pixels, broken where x or y is NaN (or ≤ 0 on a log axis). Where more than two points fall into a
/// column of `columnWidth` pixels only its lowest and highest are kept, in the order in which they came, so that no
/// spike is lost. `ascending` says that x is sorted: then points outside the axis' range are skipped by bisection but
/// for one neighbour.
std::vector<QPolygonF> decimated(std::span<const double> x, std::span<const double> y, const AxisMap& xMap,
                                 const AxisMap& yMap, double columnWidth, bool ascending);

/// The parts of a polyline inside a rectangle, cut exactly at its edge.
std::vector<QPolygonF> clipped(const QPolygonF& line, const QRectF& area);

/// A filled polygon cut to a rectangle (Sutherland & Hodgman 1974); empty if nothing is left.
QPolygonF clippedFill(const QPolygonF& polygon, const QRectF& area);

/// A stretch of a band between two gaps, in scene pixels: the edges at the same x, equally many points.
struct BandStrip {
  QPolygonF upper, lower;
};

/// Returns the stretches of a band that no gap breaks, those of a column of `columnWidth` pixels as their envelope. On
/// a log axis a band that reaches zero goes on to `bottom`.
std::vector<BandStrip> bandStrips(std::span<const double> x, std::span<const double> low, std::span<const double> high,
                                  const AxisMap& xMap, const AxisMap& yMap, double bottom, double columnWidth);

/// Returns an edge whose x only rises or only falls, cut at the rectangle's sides and held at its top and bottom where
/// it leaves it: filling between two such edges is the same as clipping the filled area.
QPolygonF heldInside(const QPolygonF& edge, const QRectF& area);

/// Makes a histogram's outline of a curve: each y is held from its x to the next.
void expandSteps(std::vector<double>& x, std::vector<double>& y);

/// Returns true if x is sorted and holds no NaN.
bool isAscending(std::span<const double> x);

/// First and last + 1 index of the points to draw: those within [low, high] and one neighbour at each side.
std::pair<std::size_t, std::size_t> visibleRange(std::span<const double> ascendingX, double low, double high);

}  // namespace maury::ui
