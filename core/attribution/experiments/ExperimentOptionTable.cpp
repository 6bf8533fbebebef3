// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/ExperimentOptionTable.h"

namespace maury::attribution {

const OptionTable<ExperimentOptions>& experimentOptionTable() {
  using Options = ExperimentOptions;
  static const OptionTable<Options> table{
      describe("kind", &Options::kind, {.help = "Change applied to the spectra", .names = experimentNames()}),
      describe("values", &Options::values,
               {.flag = "--values",
                .help = "Velocities (km/s), S/N or centres of windows (nm) to test (default: a built-in list)"}),
      describe("windowNm", &Options::windowNm,
               {.flag = "--window",
                .label = "width of the window",
                .help = "Width of the masked window",
                .unit = "nm",
                .low = 0.0,
                .aboveLow = true,
                .step = 0.1,
                .decimals = 2}),
      describe("maxStars", &Options::maxStars,
               {.flag = "--stars",
                .label = "maximum stars",
                .help = "Maximum number of stars, evenly spread over the file",
                .low = 1}),
      describe("seed", &Options::seed, {.flag = "--seed", .help = "Random seed of the noise"}),
  };
  return table;
}

}  // namespace maury::attribution
