// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/file/ExportOptionTable.h"

namespace maury::survey {

const OptionTable<ExportOptions>& exportOptionTable() {
  static const OptionTable<ExportOptions> table{
      describe("filter", &ExportOptions::filter,
               {.flag = "--filter", .help = "Export only stars that pass this filter, e.g. 'snr > 15 && in_limits'"}),
      describe("columns", &ExportOptions::columns,
               {.flag = "--column",
                .label = "new column",
                .help = "Add a column computed from others, NAME=EXPRESSION or NAME [UNIT]=EXPRESSION, "
                        "e.g. 'vtot [km/s]=sqrt(u^2+v^2)'",
                .note = ". Repeat for more, each of which can use those before it; the filter can use them too",
                .wholeWords = true}),
      describe("spectra", &ExportOptions::spectra,
               {.flag = "--spectra", .help = "Include the spectra, as arrays of wavelength and flux"}),
  };
  return table;
}

}  // namespace maury::survey
