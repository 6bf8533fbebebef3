// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/ExperimentOptionTable.h"

namespace maury::attribution {

const OptionTable<ExperimentOptions>& experimentOptionTable() {
  using Options = ExperimentOptions;
  static const OptionTable<Options> table{
      describe("kind", &Options::kind, {.help = "What is done to the spectra", .names = experimentNames()}),
      describe("values", &Options::values,
               {.flag = "--values",
                .help = "Velocities (km/s), S/N or centres of windows (nm) to try (default: the usual ones)"}),
      describe("windowNm", &Options::windowNm,
               {.flag = "--window",
                .label = "width of the window",
                .help = "Width of the masked window",
                .unit = "nm",
                .low = 0.0,
                .aboveLow = true,
                .step = 0.1,
                .decimals = 2}),
      describe("mostStars", &Options::mostStars,
               {.flag = "--stars",
                .label = "stars at most",
                .help = "Largest number of stars to use, evenly spread over the file",
                .low = 1}),
      describe("seed", &Options::seed, {.flag = "--seed", .help = "Seed of the noise"}),
  };
  return table;
}

}  // namespace maury::attribution
