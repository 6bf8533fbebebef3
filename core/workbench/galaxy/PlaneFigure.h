// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "galaxy/density/Density.h"
#include "galaxy/positions/Sky.h"
#include "survey/dataset/Dataset.h"
#include "survey/dataset/NumericView.h"
#include "workbench/figure/Figure.h"
#include "workbench/figure/StarLayers.h"

namespace maury::workbench {

/// The single planes next to the grid of panels.
enum class Plane { Kiel, RadiusHeight, Sky };
constexpr int kPlanes = 3;

/// Returns why these stars cannot be shown in the plane; empty if they can.
std::string planeMisfit(Plane plane, const survey::Dataset& stars);
/// Returns the title of a plane: "Kiel diagram".
std::string planeTitle(Plane plane);

/// Some stars in a plane: a density, and each subset over it.
struct PlaneContent {
  std::shared_ptr<const survey::Dataset> dataset;
  std::shared_ptr<const galaxy::SkyPoints> sky;  ///< of its stars, in Plane::Sky
  survey::NumericView x, y;                      ///< of every star, in one of these; NaN = not there
  Axis xAxis, yAxis;
  galaxy::Density counts;                      ///< of the rows shown
  std::size_t stars = 0;                       ///< rows shown
  std::vector<double> xEdges, yEdges;          ///< of bins in x and in |y| or y, drawn as lines that can be dragged
  bool signedHeight = false;                   ///< yEdges are of y
  std::vector<std::size_t> shown;              ///< the rows, where they are few: drawn one by one
  std::vector<std::vector<std::size_t>> rows;  ///< of each subset, in the rows shown
  std::vector<Subset> subsets;
  bool isMock = false;
  bool isSky = false;
};

/// Returns the stars of `rows` (ascending) in a plane. Any thread. `radiusEdges` and `heightEdges` (kpc) are marked in
/// Plane::RadiusHeight; `before` (nullptr: nothing) lends the places on the sky that it has of the same stars.
PlaneContent planeContent(Plane plane, std::shared_ptr<const survey::Dataset> stars,
                          const std::vector<std::size_t>& rows, const std::vector<Subset>& subsets,
                          const std::vector<double>& radiusEdges, const std::vector<double>& heightEdges,
                          const PlaneContent* before);

/// The edge of a bin that a mark of planeFigure() stands for.
struct PlaneEdge {
  bool isX = true;
  std::size_t index = 0;    ///< in xEdges or yEdges
  bool isMirrored = false;  ///< of y: the same edge below the plane

  bool operator==(const PlaneEdge&) const = default;
};
/// Returns the key of the edge's mark.
std::string planeEdgeKey(const PlaneEdge& edge);
PlaneEdge planeEdge(std::string_view markKey);

Figure planeFigure(const PlaneContent& content);

}  // namespace maury::workbench
