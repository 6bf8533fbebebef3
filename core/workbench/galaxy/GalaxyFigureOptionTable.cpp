// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/galaxy/GalaxyFigureOptionTable.h"

namespace maury::workbench {

const OptionTable<GalaxyFigureOptions>& galaxyFigureOptionTable() {
  using Options = GalaxyFigureOptions;
  static const OptionTable<Options> table{
      describe("scaling", &Options::scaling,
               {.label = "colour", .help = "How the colour grows with the value", .names = {"linear", "log", "sqrt"}}),
      describeData("name", &Options::name),
      describe("commonScale", &Options::commonScale,
               {.label = "scale", .help = "One scale of colours for all panels; else each has its own"}),
      describe("marginals", &Options::marginals,
               {.flag = "--marginals",
                .label = "marginal histograms",
                .help = "Histograms of both labels along the top and right edge of each panel"}),
      describe("contourLabels", &Options::contourLabels,
               {.label = "percentages on the contours",
                .help = "The share of the stars that each contour encloses, where a panel is wide enough for words"}),
      describeData("enlarged", &Options::enlarged),
  };
  return table;
}

}  // namespace maury::workbench
