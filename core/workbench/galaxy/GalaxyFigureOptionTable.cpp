// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/GalaxyFigureOptionTable.h"

namespace maury::workbench {

const OptionTable<GalaxyFigureOptions>& galaxyFigureOptionTable() {
  using Options = GalaxyFigureOptions;
  static const OptionTable<Options> table{
      describe("scaling", &Options::scaling,
               {.flag = "--scaling",
                .label = "colour",
                .help = "Scaling of values to colours",
                .names = {"linear", "log", "sqrt"}}),
      describeData("name", &Options::name),
      describe("commonScale", &Options::commonScale,
               {.label = "scale", .help = "Use one colour scale for all panels instead of one per panel"}),
      describe("marginals", &Options::marginals,
               {.flag = "--marginals",
                .label = "marginal histograms",
                .help = "Draw histograms of both labels along the top and right edges of each panel"}),
      describe("contourLabels", &Options::contourLabels,
               {.label = "percentages on the contours",
                .help = "Write on each contour the percentage of stars that it encloses, if space permits"}),
      describeData("enlarged", &Options::enlarged),
  };
  return table;
}

}  // namespace maury::workbench
