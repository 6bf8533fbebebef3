// SPDX-License-Identifier: GPL-3.0-or-later
// Contents of a figure, computed in core and drawn by ui/plot: showFigure() displays them on screen, and
// `maury --render` writes the same contents to a file. Plain values: thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "workbench/figure/Axis.h"
#include "workbench/figure/Layers.h"

namespace maury::workbench {

/// Layout of a figure: rows × columns of panels, row 0 at the top.
struct GridSpec {
  int rows = 1, columns = 1;
  std::vector<double> rowStretch{}, columnStretch{};  ///< empty: all equal
  double gap = 5.0;                                   ///< px between adjacent plot areas without labels between them
  bool shareX = true;    ///< one x range per column: tick labels only at the bottom, zoom linked
  bool shareY = true;    ///< one y range per row: tick labels only at the left, zoom linked
  bool linkAll = false;  ///< one zoom for all panels, if they all have the same axes
  double aspect = 0.0;   ///< width/height of a plot area; 0: fill the available space
  double minLeft = 0.0;  ///< minimum px left of the first column, to align figures that are stacked vertically

  bool operator==(const GridSpec&) const = default;
};

/// Shaded background of a panel with centred text, e.g. "no stars"; the text may be empty.
struct Shade {
  std::string text{};

  bool operator==(const Shade&) const = default;
};

/// Legend of the layers of a panel; its strings are markup.
struct PanelLegend {
  std::vector<LegendEntry> entries{};
  Corner corner = Corner::TopRight;

  bool operator==(const PanelLegend&) const = default;
};

/// One plot area. Layers are drawn in this order, first at the bottom: density, spans, bands and bars, spectral lines,
/// marks, lines, contours, points, boxes, notes. Layers of the same kind are drawn in the order of `layers`.
struct Panel {
  Axis x{}, y{};  ///< axes with the ranges of the unzoomed view
  /// Range of x that the column of this panel shows initially, if not all of it: used to show two windows of one axis
  /// side by side. Only for panels in the top row of a figure with keepsZoomX.
  std::optional<std::pair<double, double>> initialX{};
  std::optional<DensityCells> density{};
  std::vector<EdgeHistogram> edgeHistograms{};  ///< move the notes and legend of the top and right corners inwards
  LineMarks lineMarks{};
  std::optional<Ink> diagonal{};  ///< y = x
  std::vector<Layer> layers{};
  std::array<Note, 4> notes{};  ///< indexed by Corner
  PanelLegend legend{};
  std::optional<Shade> shade{};
  bool isHighlighted = false;  ///< the selected panel of a grid
  bool isEmpty = false;        ///< this cell of the grid stays blank, without even a frame

  template <typename Content>
  void add(std::string key, Content content) {
    layers.push_back({std::move(key), std::move(content)});
  }
  Note& note(Corner corner) { return notes[static_cast<std::size_t>(corner)]; }
  const Note& note(Corner corner) const { return notes[static_cast<std::size_t>(corner)]; }
  /// Returns the content of the layer with this key; nullptr if there is none or it is of another kind.
  template <typename Content>
  const Content* find(std::string_view key) const {
    for (const Layer& layer : layers)
      if (layer.key == key) return std::get_if<Content>(&layer.content);
    return nullptr;
  }

  bool operator==(const Panel&) const = default;
};

/// Bar that explains the colours of a figure.
struct ColourBar {
  ColourScale scale;
  std::string title{};  ///< markup, with unit: "Stars per cell"

  bool operator==(const ColourBar&) const = default;
};

/// Headings for a narrow figure, such as "6–8", and the quantity whose values they are, such as "R (kpc)"; markup.
struct ShortHeadings {
  std::vector<std::string> texts{};  ///< as many as the long ones, or none
  std::string quantity{};

  bool operator==(const ShortHeadings&) const = default;
};

/// Grid of panels with the headings, titles, legend and colour bar around it.
struct Figure {
  Figure() : Figure(GridSpec{}) {}
  /// Makes a figure of empty panels; a grid has at least one row and one column.
  explicit Figure(GridSpec shape);

  GridSpec grid;
  std::vector<Panel> panels;                                ///< rows × columns, row-major
  std::vector<std::string> columnHeadings{};                ///< markup; above the columns
  std::vector<std::string> rowHeadings{};                   ///< markup; at the right of the rows, reading downwards
  ShortHeadings shortColumnHeadings{}, shortRowHeadings{};  ///< replace headings that do not fit
  std::string xTitle{}, yTitle{};                           ///< markup; common to all panels
  std::vector<LegendEntry> legend{};                        ///< one line above all panels; plain text, no markup
  std::optional<ColourBar> colourBar{};
  /// True if new contents keep the zoom in x: a column whose unzoomed x range has not changed keeps its displayed
  /// range, whatever happens to y, until the number of columns changes.
  bool keepsZoomX = false;
  double width = 1100.0, height = 720.0;  ///< suggested size in scene px (96 per inch)

  /// Returns the panel at a cell of the grid, which must exist.
  Panel& panel(int row = 0, int column = 0) { return panels[indexOf(row, column)]; }
  const Panel& panel(int row = 0, int column = 0) const { return panels[indexOf(row, column)]; }

  bool operator==(const Figure&) const = default;

private:
  std::size_t indexOf(int row, int column) const { return static_cast<std::size_t>(row * grid.columns + column); }
};

}  // namespace maury::workbench
