// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "galaxy/density/Density.h"
#include "galaxy/positions/Sky.h"
#include "survey/dataset/Dataset.h"
#include "survey/dataset/NumericView.h"
#include "ui/plot/Axis.h"
#include "ui/selection/Selection.h"

namespace maury::ui {

class FigureView;

/// The single planes beside the grid of panels.
enum class Plane { Kiel, RadiusHeight, Sky };
constexpr int kPlanes = 3;

/// Empty if these stars can be shown in the plane, else why not.
QString planeMisfit(Plane plane, const survey::Dataset& stars);

/// Some stars in a plane: a density, and each subset over it.
struct PlaneContent {
  std::shared_ptr<const survey::Dataset> dataset;
  std::shared_ptr<const galaxy::SkyPoints> sky;  ///< of its stars, in Plane::Sky
  survey::NumericView x, y;                      ///< of every star, in one of these; NaN = not there
  AxisSpec xAxis, yAxis;
  galaxy::Density counts;                      ///< of the rows shown
  std::size_t stars = 0;                       ///< rows shown
  std::vector<double> xEdges, yEdges;          ///< of bins in x and in |y| or y, drawn as lines that can be dragged
  bool signedHeight = false;                   ///< yEdges are of y
  std::vector<std::size_t> shown;              ///< the rows, where they are few: drawn one by one
  std::vector<std::vector<std::size_t>> rows;  ///< of each subset, in the rows shown
  std::vector<NamedSubset> subsets;
  bool isMock = false;
  bool isSky = false;
};

/// Any thread. `radiusEdges` and `heightEdges` (kpc) are marked in Plane::RadiusHeight; what was there `before`
/// (nullptr: nothing) lends the places on the sky that it has of the same stars.
PlaneContent planeContent(Plane plane, std::shared_ptr<const survey::Dataset> stars,
                          const std::vector<std::size_t>& rows, const std::vector<NamedSubset>& subsets,
                          const std::vector<double>& radiusEdges, const std::vector<double>& heightEdges,
                          const PlaneContent* before);

/// The edge that a mark of drawPlane() stands for: its place in xEdges or yEdges.
struct PlaneEdge {
  bool isX = true;
  std::size_t index = 0;
};
PlaneEdge planeEdge(const QString& markKey);
/// Moves its lines at once, before the plane is drawn anew. GUI thread only.
void showEdge(FigureView& view, const PlaneContent& content, const PlaneEdge& edge, double kpc);

/// GUI thread only.
void drawPlane(FigureView& view, const PlaneContent& content);

}  // namespace maury::ui
