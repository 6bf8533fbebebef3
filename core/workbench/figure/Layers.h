// SPDX-License-Identifier: GPL-3.0-or-later
// The layers of a panel: plain structs, all in data coordinates, texts in UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "galaxy/density/Density.h"
#include "workbench/figure/ColourScale.h"
#include "workbench/figure/Ink.h"

namespace maury::workbench {

enum class Stroke { Solid, Dashed };

struct LineStyle {
  Ink ink{};
  double width = 1.1;  ///< px
  Stroke stroke = Stroke::Solid;
  bool steps = false;  ///< a histogram's outline: each y is held from its x to the next

  bool operator==(const LineStyle&) const = default;
};

/// A curve through (x, y), equal lengths, x ascending for decimation to be exact; broken at NaN.
struct Line {
  std::vector<double> x, y;
  LineStyle style{};

  bool operator==(const Line&) const = default;
};

/// A curve of some thousand points drawn in the colours of `values` (equal lengths): flux by its attribution.
struct ColouredLine {
  std::vector<double> x, y, values;
  ColourScale scale;
  double width = 2.0;  ///< px

  bool operator==(const ColouredLine&) const = default;
};

/// A translucent band from low to high; broken at NaN.
struct Band {
  std::vector<double> x, low, high;
  Ink ink;
  double opacity = 0.22;

  bool operator==(const Band&) const = default;
};

/// Cells over a rectangle, row 0 lowest. NaN is blank; zero too unless zeroIsBlank is false.
struct DensityCells {
  std::size_t columns = 0, rows = 0;
  double xLow = 0.0, xHigh = 1.0, yLow = 0.0, yHigh = 1.0;
  std::vector<float> values;  ///< rows × columns, row-major
  ColourScale scale;
  bool zeroIsBlank = true;

  bool operator==(const DensityCells&) const = default;
};

struct ContourLevel {
  std::vector<galaxy::Polyline> lines;
  Ink ink;
  double width = 1.0;  ///< px
  std::string
      label{};  ///< on the line, where it is long enough and nothing else is near, in panels 120 px wide or more

  bool operator==(const ContourLevel&) const = default;
};
struct Contours {
  std::vector<ContourLevel> levels;

  bool operator==(const Contours&) const = default;
};

/// Dots, for a few thousand points; use a density for more.
struct Points {
  std::vector<double> x, y;
  Ink ink;
  double radius = 1.5;  ///< px

  bool operator==(const Points&) const = default;
};

/// Points with vertical error bars (same lengths).
struct ErrorBars {
  std::vector<double> x, y, error;
  Ink ink;
  double radius = 2.0;  ///< px

  bool operator==(const ErrorBars&) const = default;
};

/// Bars from zero, each over [edges[i], edges[i + 1]].
struct Bars {
  std::vector<double> edges, heights;
  Ink ink;
  double opacity = 0.45;

  bool operator==(const Bars&) const = default;
};

/// A dashed line right across at x, with a word beside its end.
struct VerticalMark {
  double x = 0.0;
  std::string text{};
  Ink ink = Ink::Role::Muted;
  bool isMovable = false;  ///< by the user (FigureView::markMoved())

  bool operator==(const VerticalMark&) const = default;
};

/// A dashed line right across at y.
struct HorizontalMark {
  double y = 0.0;
  std::string text{};
  Ink ink = Ink::Role::Muted;
  bool isMovable = false;

  bool operator==(const HorizontalMark&) const = default;
};

/// A translucent stretch of x across the whole height (a chosen range, a window).
struct Span {
  double xLow = 0.0, xHigh = 0.0;
  Ink ink;
  double opacity = 0.12;

  bool operator==(const Span&) const = default;
};

/// A translucent rectangle with an outline.
struct Box {
  double xLow = 0.0, xHigh = 0.0, yLow = 0.0, yHigh = 0.0;
  Ink ink;
  double opacity = 0.15;

  bool operator==(const Box&) const = default;
};

using LayerContent =
    std::variant<Line, ColouredLine, Band, Contours, Points, ErrorBars, Bars, VerticalMark, HorizontalMark, Span, Box>;

/// A layer by a key that is unique in its panel: the layer of the same key in the panel's next contents replaces it.
struct Layer {
  std::string key;
  LayerContent content;

  bool operator==(const Layer&) const = default;
};

/// A spectral line: a translucent bar at `position` with its species written at the top where there is room. Where two
/// names would touch, that of the smaller weight is shifted a little, or left out.
struct LineMark {
  double position = 0.0;
  std::string text;
  Ink ink;
  double halfWidth = 0.0;  ///< data units; at least 1 px wide on screen
  double weight = 1.0;

  bool operator==(const LineMark&) const = default;
};
struct LineMarks {
  std::vector<LineMark> marks;
  bool showText = true;

  bool operator==(const LineMarks&) const = default;
};

/// A histogram along an edge of a panel, within the frame and scaled to its own highest bar.
struct EdgeHistogram {
  bool ofX = true;              ///< of x, at the top; false: of y, at the right
  std::vector<double> edges;    ///< N + 1, ascending
  std::vector<double> heights;  ///< N, from 0 up
  Ink ink;
  bool filled = true;

  bool operator==(const EdgeHistogram&) const = default;
};

/// By this share of its range an axis goes on beyond the data to have room for such histograms.
constexpr double kEdgeHistogramRoom = 0.2;

enum class Corner { TopLeft, TopRight, BottomLeft, BottomRight };

/// Lines of markup in a corner, parted by '\n'.
struct Note {
  std::string markup{};
  bool onPaper = false;  ///< where lines may run below it

  bool operator==(const Note&) const = default;
};

struct LegendEntry {
  enum class Symbol { Line, DashedLine, Dot, Band };
  std::string text;
  Ink ink;
  Symbol symbol = Symbol::Line;

  bool operator==(const LegendEntry&) const = default;
};

}  // namespace maury::workbench
