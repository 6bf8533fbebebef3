// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/audit/AuditOptionTable.h"

namespace maury::attribution {

const OptionTable<AuditOptions>& auditOptionTable() {
  using Options = AuditOptions;
  static const OptionTable<Options> table{
      describe(
          "mostStars", &Options::mostStars,
          {.flag = "--stars", .help = "Largest number of test stars to use, evenly spread over the file", .low = 1}),
      describe("repeats", &Options::repeats,
               {.flag = "--repeats",
                .label = "repeats",
                .help = "How often each shuffling and each set of random weights is repeated",
                .low = 2,
                .high = 10000}),
      describe("seed", &Options::seed, {.flag = "--seed", .help = "Seed of shuffling and random weights"}),
      describe("halfWidthNm", &Options::halfWidthNm,
               {.help = "Half width of the windows of an element's lines", .unit = "nm", .low = 0.0, .aboveLow = true}),
      describe("threads", &Options::threads, {.help = "Worker threads (0: one per core)", .high = 1024, .place = true}),
  };
  return table;
}

}  // namespace maury::attribution
