// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/panels/CommandLine.h"

#include "support/Catch.h"

using namespace maury::galaxy;

TEST_CASE("command line: contains the options that differ from the defaults") {
  PanelGridOptions options;
  CHECK(galaxyCommand("a.fits", " ", options) == "maury-cli galaxy a.fits");
  PanelGridOptions bothSides;
  bothSides.heightEdgesKpc = {-1, 0, 1};
  CHECK(galaxyCommand("a.fits", "", bothSides) == "maury-cli galaxy a.fits --z-edges=-1,0,1");
  options.radiusEdgesKpc = {6, 7.5};
  options.xName = "feh";
  options.massFractions = {0.5};
  options.shareXLow = -1.0;
  options.adaptiveKernel = true;
  options.spread = true;
  options.cells.yLow = -0.5;
  CHECK(galaxyCommand("a.fits", "snr > 15", options) ==
        "maury-cli galaxy a.fits --filter 'snr > 15' --r-edges 6,7.5 --x feh --y-range=-0.5,0.45 --adaptive-kernel "
        "--spread --fractions 0.5 --share-low=-1");
}
