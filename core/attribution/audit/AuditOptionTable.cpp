// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/audit/AuditOptionTable.h"

namespace maury::attribution {

const OptionTable<AuditOptions>& auditOptionTable() {
  using Options = AuditOptions;
  static const OptionTable<Options> table{
      describe("maxStars", &Options::maxStars,
               {.flag = "--stars", .help = "Maximum number of test stars, evenly spread over the file", .low = 1}),
      describe("repeats", &Options::repeats,
               {.flag = "--repeats",
                .label = "repeats",
                .help = "Number of repetitions of each shuffling and of the random weights",
                .low = 2,
                .high = 10000}),
      describe("seed", &Options::seed, {.flag = "--seed", .help = "Random seed of shuffling and weights"}),
      describe(
          "halfWidthNm", &Options::halfWidthNm,
          {.help = "Half width of the windows around an element's lines", .unit = "nm", .low = 0.0, .aboveLow = true}),
      describe("threads", &Options::threads,
               {.help = "Worker threads (0: one per core)", .high = 1024, .executionOnly = true}),
  };
  return table;
}

}  // namespace maury::attribution
