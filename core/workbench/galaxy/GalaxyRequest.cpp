// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/GalaxyRequest.h"

#include <utility>

#include "base/Error.h"
#include "workbench/galaxy/Overlays.h"
#include "workbench/galaxy/PanelChoice.h"
#include "workbench/galaxy/PlaneFigure.h"

namespace maury::workbench {

namespace {

Plane planeOf(GalaxyView view) {
  return view == GalaxyView::Kiel ? Plane::Kiel : view == GalaxyView::RadiusHeight ? Plane::RadiusHeight : Plane::Sky;
}

}  // namespace

galaxy::PanelGridOptions GalaxyRequest::automaticOptions() {
  galaxy::PanelGridOptions options;
  options.xName.clear();
  options.yName.clear();
  options.radiusEdgesKpc.clear();
  options.heightEdgesKpc.clear();
  return options;
}

Figure galaxyPageFigure(std::shared_ptr<const survey::Dataset> stars, const std::vector<std::size_t>& rows,
                        const GalaxyRequest& request, const NamedStars& overlay, const std::string& filter) {
  if (const std::string misfit = panelsProblem(*stars); !misfit.empty()) throw Error(ErrorKind::Mismatch, misfit);
  const galaxy::PanelGridOptions options = completeOptions(request.panels, *stars);
  if (request.view != GalaxyView::Panels) {
    const Plane plane = planeOf(request.view);
    if (const std::string misfit = planeProblem(plane, *stars); !misfit.empty())
      throw Error(ErrorKind::Mismatch, misfit + '.');
    return planeFigure(planeContent(plane, std::move(stars), rows, request.subsets, options.radiusEdgesKpc,
                                    options.heightEdgesKpc, nullptr));
  }
  BinnedPanels panels{std::make_shared<SharedBinner>(stars), std::make_shared<const std::vector<std::size_t>>(rows),
                      nullptr};
  panels.grid = std::make_shared<const galaxy::PanelGrid>(panels.binner->bin(rows, options));
  std::vector<GalaxyOverlay> overlays;
  if (overlay.stars) overlays.push_back(binCatalogue(overlay.name, overlay.stars, filter, options));
  for (GalaxyOverlay& subset : binSubsets(panels, request.subsets))
    overlays.push_back(std::move(subset));
  return galaxyFigure(*panels.grid, *stars, request.appearance, overlays);
}

}  // namespace maury::workbench
