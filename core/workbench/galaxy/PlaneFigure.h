// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "galaxy/density/Density.h"
#include "galaxy/positions/Sky.h"
#include "survey/dataset/Dataset.h"
#include "survey/dataset/NumericView.h"
#include "workbench/figure/Figure.h"
#include "workbench/figure/StarLayers.h"

namespace maury::workbench {

/// Planes that the Galaxy page can show instead of the grid of panels.
enum class Plane { Kiel, RadiusHeight, Sky };
constexpr int kPlanes = 3;

/// Returns the reason why these stars cannot be drawn in the plane, without a full stop; empty if they can.
std::string planeProblem(Plane plane, const survey::Dataset& stars);
/// Returns the title of a plane: "Kiel diagram".
std::string planeTitle(Plane plane);

/// Content of a plane: the density of some stars, and subsets to draw over it.
struct PlaneContent {
  std::shared_ptr<const survey::Dataset> dataset;
  std::shared_ptr<const galaxy::SkyPoints> sky;  ///< positions of all its stars in the map; only in Plane::Sky
  survey::NumericView x, y;  ///< coordinates of every star of `dataset`, stored in `dataset` or `sky`; NaN: missing
  Axis xAxis, yAxis;
  galaxy::Density counts;              ///< density of the displayed rows
  std::size_t stars = 0;               ///< number of displayed rows
  std::vector<double> xEdges, yEdges;  ///< edges of bins in x, and in |y| or y; drawn as lines that can be dragged
  bool signedHeight = false;           ///< true: yEdges refer to y; false: to |y|
  std::vector<std::size_t> shown;      ///< the displayed rows if they are few enough to draw as points; else empty
  std::vector<std::vector<std::size_t>> rows;  ///< for each subset, its rows among the displayed ones
  std::vector<Subset> subsets;
  bool isMock = false;
  bool isSky = false;
};

/// Returns the stars `rows` (ascending) in a plane. Thread-safe. `radiusEdges` and `heightEdges` (kpc) are marked in
/// Plane::RadiusHeight. `previous`: content whose sky positions are reused if it shows the same dataset;
/// nullptr: none.
PlaneContent planeContent(Plane plane, std::shared_ptr<const survey::Dataset> stars,
                          const std::vector<std::size_t>& rows, const std::vector<Subset>& subsets,
                          const std::vector<double>& radiusEdges, const std::vector<double>& heightEdges,
                          const PlaneContent* previous);

/// Returns the key of the layer that marks an edge in planeFigure().
std::string planeEdgeKey(const PlaneEdge& edge);

/// Returns the figure of a plane. Thread-safe.
Figure planeFigure(const PlaneContent& content);

}  // namespace maury::workbench
