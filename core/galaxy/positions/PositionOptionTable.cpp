// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/positions/PositionOptionTable.h"

namespace maury::galaxy {

const OptionTable<DistanceOptions>& distanceOptionTable() {
  using Options = DistanceOptions;
  static const OptionTable<Options> table{
      describe("column", &Options::column,
               {.flag = "--distance", .help = "Column of distances (default: a column with a known name)"}),
      describe("unit", &Options::unit,
               {.flag = "--distance-unit",
                .help = "Unit of that column (default: the unit in the file)",
                .names = {"kpc", "pc"}}),
      describe("minimumParallaxSnr", &Options::minimumParallaxSnr,
               {.flag = "--parallax-snr",
                .help = "Use 1/parallax above this parallax/error, otherwise the median of the posterior",
                .low = 0.0}),
      describe("priorLengthKpc", &Options::priorLengthKpc,
               {.flag = "--prior-length",
                .help = "Scale length of the distance prior r² exp(−r/L)",
                .unit = "kpc",
                .low = 0.0,
                .aboveLow = true}),
  };
  return table;
}

const OptionTable<SolarPosition>& solarOptionTable() {
  static const OptionTable<SolarPosition> table{
      describe("distanceToCentreKpc", &SolarPosition::distanceToCentreKpc,
               {.flag = "--sun-distance",
                .label = "R⊙",
                .help = "Distance of the Sun from the Galactic Centre",
                .unit = "kpc",
                .low = 0.0,
                .aboveLow = true,
                .step = 0.01,
                .decimals = 3}),
      describe("heightPc", &SolarPosition::heightPc,
               {.flag = "--sun-height",
                .label = "z⊙",
                .help = "Height of the Sun above the Galactic plane",
                .unit = "pc",
                .decimals = 1}),
      describe("centreRaDeg", &SolarPosition::centreRaDeg,
               {.help = "Right ascension of the Galactic Centre", .unit = "deg"}),
      describe("centreDecDeg", &SolarPosition::centreDecDeg,
               {.help = "Declination of the Galactic Centre", .unit = "deg"}),
  };
  return table;
}

}  // namespace maury::galaxy
