// SPDX-License-Identifier: GPL-3.0-or-later
// What a panel's layers are told: plain structs, all in data coordinates.
#pragma once

#include <QPointF>
#include <QString>
#include <Qt>
#include <vector>

#include "ui/plot/ColourMap.h"
#include "ui/theme/Theme.h"
#include "workbench/figure/Layers.h"

namespace maury::ui {

using workbench::Corner;
using workbench::DensityCells;
using workbench::kEdgeHistogramRoom;

struct LineStyle {
  Ink ink;
  double width = 1.1;  ///< px
  Qt::PenStyle pen = Qt::SolidLine;
  bool steps = false;  ///< a histogram's outline: each y is held from its x to the next
};

struct ContourLine {
  std::vector<QPointF> points;
  bool closed = false;
};
struct ContourLevel {
  std::vector<ContourLine> lines;
  Ink ink;
  double width = 1.0;  ///< px
  QString label{};     ///< on the line, where it is long enough and nothing else is near, in panels 120 px wide or more
};

/// A spectral line: a translucent bar at `position` with its species written at the top where there is room. Where two
/// names would touch, that of the smaller weight is shifted a little, or left out.
struct LineMark {
  double position = 0.0;
  QString text;
  Ink ink;
  double halfWidth = 0.0;  ///< data units; at least 1 px wide on screen
  double weight = 1.0;
};

/// A histogram along an edge of a panel, within the frame and scaled to its own highest bar.
struct EdgeHistogram {
  bool ofX = true;              ///< of x, at the top; false: of y, at the right
  std::vector<double> edges;    ///< N + 1, ascending
  std::vector<double> heights;  ///< N, from 0 up
  Ink ink;
  bool filled = true;
};

struct LegendEntry {
  QString text;
  Ink ink;
  enum class Symbol { Line, DashedLine, Dot, Band } symbol = Symbol::Line;
};

}  // namespace maury::ui
