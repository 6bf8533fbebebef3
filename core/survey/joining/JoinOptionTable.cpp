// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/joining/JoinOptionTable.h"

namespace maury::survey {

const OptionTable<JoinOptions>& joinOptionTable() {
  using Options = JoinOptions;
  static const OptionTable<Options> table{
      describe("by", &Options::by,
               {.flag = "--by",
                .label = "match by",
                .help = "Match stars by id, name (2MASS or APOGEE designations) or position (ra, dec)",
                .names = {"id", "name", "position"}}),
      describe(
          "ownColumn", &Options::ownColumn,
          {.flag = "--own-column", .label = "survey's column", .help = "Column of the survey with the id or name"}),
      describe("otherColumn", &Options::otherColumn,
               {.flag = "--id-column",
                .label = "catalogue's column",
                .help = "Column of the catalogue with the id or name"}),
      describe("radiusArcsec", &Options::radiusArcsec,
               {.flag = "--radius",
                .label = "within",
                .help = "Maximum separation on the sky for a match by position",
                .unit = "arcsec",
                .low = 0.0,
                .high = 3600.0,
                .aboveLow = true,
                .decimals = 2}),
      describe("onlyMatched", &Options::onlyMatched,
               {.flag = "--only-matched",
                .label = "Leave out stars without a match",
                .help = "Leave out stars without a match"}),
  };
  return table;
}

}  // namespace maury::survey
