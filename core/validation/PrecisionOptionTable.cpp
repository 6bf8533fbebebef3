// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/PrecisionOptionTable.h"

namespace maury::validation {

const OptionTable<BoundOptions>& boundOptionTable() {
  static const OptionTable<BoundOptions> table{
      describe("maxStars", &BoundOptions::maxStars,
               {.flag = "--stars",
                .help = "Maximum number of stars, evenly spread over the file",
                .low = 1,
                .high = 10000000}),
      describe("resolution", &BoundOptions::resolution,
               {.flag = "--resolution",
                .help = "Resolving power λ/FWHM of the survey's spectra, for the bound",
                .low = 0.0,
                .aboveLow = true}),
  };
  return table;
}

const OptionTable<PrecisionOptions>& precisionOptionTable() {
  using Options = PrecisionOptions;
  static const OptionTable<Options> table{
      describe("snrEdges", &Options::snrEdges, {.flag = "--edges", .help = "Edges of the bins in S/N"}),
      describe("leastStars", &Options::minStars, {.help = "Minimum number of stars in a bin", .low = 1}),
      describeData("grid", &Options::grid),
      describe("boundStars", &Options::boundStars,
               {.help = "Maximum number of stars per bin for which bounds are computed, evenly spread over the bin",
                .low = 1}),
      describe("resolution", &Options::resolution, findOption(boundOptionTable(), "resolution").description),
      describeData("prior", &Options::prior),
  };
  return table;
}

}  // namespace maury::validation
