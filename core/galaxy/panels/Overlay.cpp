// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/Overlay.h"

#include <numeric>

#include "survey/filter/Filter.h"

namespace maury::galaxy {

Overlay binOverlay(const survey::Dataset& catalogue, const std::string& filter, const PanelGridOptions& options) {
  Overlay overlay;
  std::vector<std::size_t> rows;
  try {
    rows = survey::filterRows(catalogue, filter, survey::LabelNames::OrCounterpart);
  } catch (const survey::FilterError&) {
    overlay.isFiltered = false;
    rows.resize(catalogue.starCount());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
  }
  PanelGridOptions contoursOnly = options;
  contoursOnly.xName = survey::nameOrCounterpart(catalogue, options.xName);
  contoursOnly.yName = survey::nameOrCounterpart(catalogue, options.yName);
  contoursOnly.meanName.clear();
  contoursOnly.runningMedian = false;
  contoursOnly.spread = contoursOnly.spread && canSpread(catalogue, contoursOnly);
  overlay.stars = rows.size();
  overlay.grid = panelGrid(catalogue, rows, contoursOnly);
  return overlay;
}

}  // namespace maury::galaxy
