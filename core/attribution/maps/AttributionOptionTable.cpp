// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/maps/AttributionOptionTable.h"

namespace maury::attribution {

const OptionTable<AttributionOptions>& attributionOptionTable() {
  using Options = AttributionOptions;
  static const OptionTable<Options> table{
      describe("method", &Options::method, {.flag = "--method", .help = "Attribution method", .names = methodNames()}),
      describeData("baseline", &Options::baseline),
      describe("steps", &Options::steps,
               {.flag = "--steps",
                .label = "steps",
                .help = "Number of steps of integrated gradients",
                .low = 1,
                .high = 4096}),
      describe("samples", &Options::samples,
               {.flag = "--samples",
                .label = "noisy copies",
                .help = "Number of noisy copies of each star for smoothgrad",
                .low = 1,
                .high = 1000}),
      describe("noise", &Options::noise,
               {.flag = "--noise",
                .label = "noise (flux)",
                .help = "1σ noise of smoothgrad, in units of flux",
                .low = 0.0,
                .aboveLow = true,
                .step = 0.005,
                .decimals = 3}),
      describe("windowNm", &Options::windowNm,
               {.flag = "--window",
                .label = "window",
                .help = "Width of the occlusion window",
                .unit = "nm",
                .low = 0.0,
                .aboveLow = true,
                .step = 0.1,
                .decimals = 2}),
      describe("seed", &Options::seed, {.flag = "--seed", .help = "Random seed of the noise of smoothgrad"}),
      describe("threads", &Options::threads,
               {.help = "Worker threads (0: one per core)", .high = 1024, .executionOnly = true}),
  };
  return table;
}

}  // namespace maury::attribution
