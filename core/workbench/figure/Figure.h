// SPDX-License-Identifier: GPL-3.0-or-later
// The contents of a figure, computed in core and drawn by ui/plot: showFigure() puts them on a screen, `maury --render`
// writes the same to a file. Plain values: safe on any thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "workbench/figure/Axis.h"
#include "workbench/figure/Layers.h"

namespace maury::workbench {

/// The shape of a figure: rows × columns of panels, row 0 at the top.
struct GridSpec {
  int rows = 1, columns = 1;
  std::vector<double> rowStretch{}, columnStretch{};  ///< empty: all equal
  double gap = 5.0;                                   ///< px between plot areas where nothing is written
  bool shareX = true;    ///< one x range a column: labels below only, zoom linked (and linked over columns if linkAllX)
  bool shareY = true;    ///< one y range a row: labels at the left only, zoom linked
  bool linkAll = false;  ///< one zoom for all panels, as in a grid of the same plane
  double aspect = 0.0;   ///< width/height of a plot area; 0 fills the space
  double leastLeft = 0.0;  ///< px at least left of the first column, so that figures above each other begin alike

  bool operator==(const GridSpec&) const = default;
};

/// A panel's words on a shaded background, in the middle ("no stars"); may be empty.
struct Shade {
  std::string text{};

  bool operator==(const Shade&) const = default;
};

/// What the lines of a panel stand for; text is markup.
struct PanelLegend {
  std::vector<LegendEntry> entries{};
  Corner corner = Corner::TopRight;

  bool operator==(const PanelLegend&) const = default;
};

/// One plot area. Layers stack in the order density, spans, bands and bars, spectral lines, marks, lines, contours,
/// points, boxes, notes; those of one kind in the order of `layers`.
struct Panel {
  Axis x{}, y{};  ///< the home ranges
  /// Of a top panel in a figure that keepsX: its column shows this stretch of x first, one of two windows onto an axis.
  std::optional<std::pair<double, double>> firstX{};
  std::optional<DensityCells> density{};
  std::vector<EdgeHistogram> edgeHistograms{};  ///< notes and legend in these corners move inwards
  LineMarks lineMarks{};
  std::optional<Ink> diagonal{};  ///< y = x
  std::vector<Layer> layers{};
  std::array<Note, 4> notes{};  ///< by Corner
  PanelLegend legend{};
  std::optional<Shade> shade{};
  bool isHighlighted = false;  ///< the chosen panel of a grid
  bool isEmpty = false;        ///< this place of the grid shows nothing, no frame either

  template <typename Content>
  void add(std::string key, Content content) {
    layers.push_back({std::move(key), std::move(content)});
  }
  Note& note(Corner corner) { return notes[static_cast<std::size_t>(corner)]; }
  const Note& note(Corner corner) const { return notes[static_cast<std::size_t>(corner)]; }
  /// Returns the content of the layer of this key where it is of this kind; nullptr otherwise.
  template <typename Content>
  const Content* find(std::string_view key) const {
    for (const Layer& layer : layers)
      if (layer.key == key) return std::get_if<Content>(&layer.content);
    return nullptr;
  }

  bool operator==(const Panel&) const = default;
};

struct ColourBar {
  ColourScale scale;
  std::string title{};  ///< markup, with unit: "stars per cell"

  bool operator==(const ColourBar&) const = default;
};

struct Figure {
  Figure() : Figure(GridSpec{}) {}
  /// A figure of empty panels.
  explicit Figure(GridSpec shape);

  GridSpec grid;
  std::vector<Panel> panels;                  ///< rows × columns, row-major
  std::vector<std::string> columnHeadings{};  ///< markup, above
  std::vector<std::string> rowHeadings{};     ///< markup, at the right, read downwards
  std::string xTitle{}, yTitle{};             ///< markup, common to all panels
  std::vector<LegendEntry> legend{};          ///< one line above all panels; texts as they are (no markup)
  std::optional<ColourBar> colourBar{};
  /// A column whose home x is as before keeps the x that it shows, whatever y does, until the number of columns
  /// changes.
  bool keepsX = false;
  double width = 1100.0, height = 720.0;  ///< suggested, px of the scene (96 an inch)

  /// Returns the panel at a place of the grid; the place must lie in it.
  Panel& panel(int row = 0, int column = 0) { return panels[indexOf(row, column)]; }
  const Panel& panel(int row = 0, int column = 0) const { return panels[indexOf(row, column)]; }

  bool operator==(const Figure&) const = default;

private:
  std::size_t indexOf(int row, int column) const { return static_cast<std::size_t>(row * grid.columns + column); }
};

}  // namespace maury::workbench
