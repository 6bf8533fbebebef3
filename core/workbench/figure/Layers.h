// SPDX-License-Identifier: GPL-3.0-or-later
// Layers of a panel: plain structs in data coordinates, with strings in UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "galaxy/density/Contours.h"
#include "workbench/figure/ColourScale.h"
#include "workbench/figure/Ink.h"

namespace maury::workbench {

enum class Stroke { Solid, Dashed };

struct LineStyle {
  Ink ink{};
  double width = 1.1;  ///< px
  Stroke stroke = Stroke::Solid;
  bool steps = false;  ///< draw steps, as in a histogram outline: each y holds from its x to the next x

  bool operator==(const LineStyle&) const = default;
};

/// Curve through (x, y), of equal lengths; NaN breaks it. x must ascend for exact decimation.
struct Line {
  std::vector<double> x, y;
  LineStyle style{};

  bool operator==(const Line&) const = default;
};

/// Curve of up to a few thousand points, coloured by `values` (equal lengths), e.g. flux coloured by attribution.
struct ColouredLine {
  std::vector<double> x, y, values;
  ColourScale scale;
  double width = 2.0;  ///< px

  bool operator==(const ColouredLine&) const = default;
};

/// Translucent band from low to high; NaN breaks it.
struct Band {
  std::vector<double> x, low, high;
  Ink ink;
  double opacity = 0.22;

  bool operator==(const Band&) const = default;
};

/// Grid of coloured cells over a rectangle, row 0 at the bottom. Cells with NaN are blank, and so are those with zero
/// if zeroIsBlank.
struct DensityCells {
  std::size_t columns = 0, rows = 0;
  double xLow = 0.0, xHigh = 1.0, yLow = 0.0, yHigh = 1.0;
  std::vector<float> values;  ///< rows × columns, row-major
  ColourScale scale;
  bool zeroIsBlank = true;

  bool operator==(const DensityCells&) const = default;
};

/// Contour lines of one level, with their style.
struct ContourLevel {
  std::vector<galaxy::Polyline> lines;
  Ink ink;
  double width = 1.0;   ///< px
  std::string label{};  ///< written on the line if it is long enough and no other text is near; only in panels at least
                        ///< 120 px wide

  bool operator==(const ContourLevel&) const = default;
};
struct Contours {
  std::vector<ContourLevel> levels;

  bool operator==(const Contours&) const = default;
};

/// Dots; for up to a few thousand points. Use a density for more.
struct Points {
  std::vector<double> x, y;
  Ink ink;
  double radius = 1.5;  ///< px

  bool operator==(const Points&) const = default;
};

/// Points with vertical error bars; all vectors have equal lengths.
struct ErrorBars {
  std::vector<double> x, y, error;
  Ink ink;
  double radius = 2.0;  ///< px

  bool operator==(const ErrorBars&) const = default;
};

/// Bars that start at zero; bar i covers [edges[i], edges[i + 1]].
struct Bars {
  std::vector<double> edges, heights;
  Ink ink;
  double opacity = 0.45;

  bool operator==(const Bars&) const = default;
};

/// Bin edge that a mark stands for.
struct PlaneEdge {
  bool isX = true;          ///< true: in x, a vertical mark; false: in y, a horizontal one
  std::size_t index = 0;    ///< index among the edges in x or in y
  bool isMirrored = false;  ///< only for an edge in |y|: its mirror image below y = 0

  bool operator==(const PlaneEdge&) const = default;
};

/// Dashed vertical line across the panel at x, with text next to its end.
struct VerticalMark {
  double x = 0.0;
  std::string text{};
  Ink ink = Ink::Role::Muted;
  std::optional<PlaneEdge> movableEdge{};  ///< set if the user can drag it (FigureView::markMoved())

  bool operator==(const VerticalMark&) const = default;
};

/// Dashed horizontal line across the panel at y, with text next to its end.
struct HorizontalMark {
  double y = 0.0;
  std::string text{};
  Ink ink = Ink::Role::Muted;
  std::optional<PlaneEdge> movableEdge{};

  bool operator==(const HorizontalMark&) const = default;
};

/// Translucent range of x over the full height of the panel, e.g. a selected range or a window.
struct Span {
  double xLow = 0.0, xHigh = 0.0;
  Ink ink;
  double opacity = 0.12;

  bool operator==(const Span&) const = default;
};

/// Translucent rectangle with an outline.
struct Box {
  double xLow = 0.0, xHigh = 0.0, yLow = 0.0, yHigh = 0.0;
  Ink ink;
  double opacity = 0.15;

  bool operator==(const Box&) const = default;
};

using LayerContent =
    std::variant<Line, ColouredLine, Band, Contours, Points, ErrorBars, Bars, VerticalMark, HorizontalMark, Span, Box>;

/// Layer with a key that is unique in its panel. When the panel receives new contents, the layer with the same key
/// replaces this one.
struct Layer {
  std::string key;
  LayerContent content;

  bool operator==(const Layer&) const = default;
};

/// Spectral line: a translucent bar at `position`, with its species written at the top if space permits. If two names
/// would overlap, the one with the smaller weight is shifted slightly or omitted.
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

/// Histogram along an edge of a panel, inside the frame and scaled to its own highest bar.
struct EdgeHistogram {
  bool binsX = true;            ///< true: of x, along the top; false: of y, along the right
  std::vector<double> edges;    ///< N + 1, ascending
  std::vector<double> heights;  ///< N, not negative
  Ink ink;
  bool filled = true;

  bool operator==(const EdgeHistogram&) const = default;
};

/// Share of its range by which an axis extends beyond the data to make space for edge histograms.
constexpr double kEdgeHistogramMargin = 0.2;

enum class Corner { TopLeft, TopRight, BottomLeft, BottomRight };

/// Lines of markup in a corner of a panel, separated by '\n'.
struct Note {
  std::string markup{};
  bool hasBackground = false;  ///< draw a background, because lines may pass under the text

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
