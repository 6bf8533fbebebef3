// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/PanelChoice.h"

#include <tuple>

#include "galaxy/panels/BinEdges.h"
#include "survey/dataset/NumericView.h"
#include "survey/names/PositionColumns.h"
#include "survey/names/PredictedNames.h"
#include "workbench/figure/Axis.h"

namespace maury::workbench {

std::string panelsProblem(const survey::Dataset& stars) {
  if (stars.labels.size() < 2)
    return "This survey has fewer than two labels to plot against each other. Open one with two labels, or predict "
           "labels with a model.";
  if (!stars.hasNumeric(survey::kRadiusColumn) || !stars.hasNumeric(survey::kHeightColumn))
    return "This survey has no R and Z. Add the columns R_kpc and Z_kpc, or ra and dec (deg) with a distance or "
           "parallax.";
  return {};
}

galaxy::PanelGridOptions completeOptions(galaxy::PanelGridOptions options, const survey::Dataset& stars) {
  const galaxy::PanelLabels labels = galaxy::defaultPanelLabels(stars);
  if (options.xName.empty()) options.xName = labels.x;
  if (options.yName.empty()) options.yName = labels.y;
  if (options.radiusEdgesKpc.empty() || options.heightEdgesKpc.empty()) {
    const galaxy::BinEdges edges = galaxy::suggestEdges(survey::viewOf(stars, options.radiusName));
    if (options.radiusEdgesKpc.empty()) options.radiusEdgesKpc = edges.radiusKpc;
    if (options.heightEdgesKpc.empty()) options.heightEdgesKpc = edges.heightKpc;
  }
  const std::string x = survey::referenceName(options.xName), y = survey::referenceName(options.yName);
  if (x != "mh" && x != "feh")
    std::tie(options.cells.xLow, options.cells.xHigh) = paddedRange(stars.numeric(options.xName));
  if (y != "alpham" && y != "alphafe")
    std::tie(options.cells.yLow, options.cells.yHigh) = paddedRange(stars.numeric(options.yName));
  return options;
}

}  // namespace maury::workbench
