// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/physics/ContrastOptionTable.h"

namespace maury::attribution {

const OptionTable<ContrastOptions>& contrastOptionTable() {
  using Options = ContrastOptions;
  static const OptionTable<Options> table{
      describe("maxStars", &Options::maxStars,
               {.flag = "--most",
                .help = "Maximum number of stars of each selection, evenly spread over the file",
                .low = 1}),
      describe("halfWidthPixels", &Options::halfWidthPixels,
               {.flag = "--half-width",
                .help = "Maximum distance of a pixel from the line to which it belongs",
                .unit = "px",
                .low = 0.0,
                .aboveLow = true}),
  };
  return table;
}

}  // namespace maury::attribution
