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
      describe("ownEpoch", &Options::ownEpoch,
               {.flag = "--own-epoch",
                .label = "survey's epoch",
                .help = "Epoch of the survey's positions, to compare positions at one epoch with the proper motions "
                        "pmra and pmdec (0: column ref_epoch, if the other epoch is given)",
                .unit = "yr",
                .low = 0.0,
                .high = 3000.0,
                .decimals = 2}),
      describe("otherEpoch", &Options::otherEpoch,
               {.flag = "--epoch",
                .label = "catalogue's epoch",
                .help = "Epoch of the catalogue's positions (0: column ref_epoch, if the other epoch is given)",
                .unit = "yr",
                .low = 0.0,
                .high = 3000.0,
                .decimals = 2}),
      describe("via", &Options::via,
               {.flag = "--via",
                .help = "Table that translates the survey's ids into those of the catalogue, such as Gaia's "
                        "dr3_neighbourhood"}),
      describe("viaColumns", &Options::viaColumns,
               {.flag = "--via-columns",
                .help = "Columns of that table: the survey's ids, then the catalogue's (default: found by name)"}),
      describe("hdu", &Options::hdu,
               {.flag = "--hdu",
                .help = "HDU of the catalogue to read, by name or number (1 = primary), if it is a FITS file with "
                        "several tables (default: the first with rows)"}),
      describe("keepSentinels", &Options::keepSentinels,
               {.flag = "--keep-sentinels",
                .help = "Keep numbers such as -9999 and 99.99 in the catalogue instead of taking them as missing"}),
      describe("onlyMatched", &Options::onlyMatched,
               {.flag = "--only-matched",
                .label = "Leave out stars without a match",
                .help = "Leave out stars without a match"}),
  };
  return table;
}

}  // namespace maury::survey
