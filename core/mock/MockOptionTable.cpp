// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/MockOptionTable.h"

namespace maury::mock {

namespace {

Option<MockOptions> describeWindow() {
  const MockOptions defaults;
  return describeComputed<MockOptions>(
      "window", [](const MockOptions& options) -> OptionValue { return windowText(options.window); },
      [](MockOptions& options, const OptionValue& value) {
        options.window = parseWindow(std::get<std::string>(value));
      },
      {detail::offsetOf(defaults, defaults.window)},
      {.flag = "--window", .help = "Pixels: rvs800, rvs2401, rave, or FIRST:STEP:PIXELS:R (nm, nm, pixels, λ/FWHM)"});
}

}  // namespace

const OptionTable<ObservationOptions>& observationOptionTable() {
  using Options = ObservationOptions;
  static const OptionTable<Options> table{
      describe(
          "correlatedNoise", &Options::correlatedNoise,
          {.flag = "--correlated-noise", .help = "Correlate the noise of neighbouring pixels, as after resampling"}),
      describe("velocityErrorScale", &Options::velocityErrorScale,
               {.flag = "--velocity-error",
                .help = "Radial-velocity errors in units of Gaia's (0: exact rest frame)",
                .low = 0.0,
                .high = 10.0}),
  };
  return table;
}

const OptionTable<MockOptions>& mockOptionTable() {
  static const OptionTable<MockOptions> table = [] {
    OptionTable<MockOptions> made{
        describe("stars", &MockOptions::stars,
                 {.flag = "--stars", .help = "Number of spectra", .low = 1, .high = 100000000}),
        describe("seed", &MockOptions::seed,
                 {.flag = "--seed", .help = "Random seed; the same seed writes an identical file"}),
        describeWindow(),
        describe("lowSnrFraction", &MockOptions::lowSnrFraction,
                 {.flag = "--low-snr", .help = "Share of stars with 15 < S/N < 25", .low = 0.0, .high = 1.0}),
        describe("oddFraction", &MockOptions::oddFraction,
                 {.flag = "--odd",
                  .help = "Share of binaries, emission-line stars and stars with wrong labels",
                  .low = 0.0,
                  .high = 1.0}),
        describe(
            "repeatFraction", &MockOptions::repeatFraction,
            {.flag = "--repeats", .help = "Share of spectra that repeat an earlier star", .low = 0.0, .high = 1.0}),
    };
    addPart(made, "observation", &MockOptions::observation, observationOptionTable());
    return made;
  }();
  return table;
}

}  // namespace maury::mock
