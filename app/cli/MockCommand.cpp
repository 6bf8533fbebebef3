// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>

#include "app/Console.h"
#include "app/cli/Commands.h"
#include "mock/MockSurvey.h"

namespace maury::cli {

void addMockCommand(CLI::App& app, const CommonOptions& common) {
  struct Options {
    mock::MockOptions mock;
    std::string window = "rvs800";
    std::string out;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("mock", "Make a mock Milky Way survey with RVS spectra, photometry and XP");
  command->add_option("--stars", options->mock.stars, "Number of stars")
      ->check(CLI::Range(1, 100000000))
      ->capture_default_str();
  command->add_option("--seed", options->mock.seed, "The same seed gives the same bytes")->capture_default_str();
  command
      ->add_option("--window", options->window,
                   "Pixels: rvs800, rvs2401, rave, or FIRST:STEP:PIXELS:R (nm, nm, pixels, R)")
      ->capture_default_str();
  command->add_option("--low-snr", options->mock.lowSnrFraction, "Share of stars with 15 < S/N < 25")
      ->capture_default_str();
  command->add_option("--odd", options->mock.oddFraction, "Share of binaries, emission-line stars and wrong labels")
      ->capture_default_str();
  command->add_option("--repeats", options->mock.repeatFraction, "Share of spectra that are of a star seen before")
      ->capture_default_str();
  command->add_flag("--correlated-noise", options->mock.observation.correlatedNoise,
                    "Noise of neighbouring pixels goes together, as after resampling");
  command
      ->add_option("--velocity-error", options->mock.observation.velocityErrorScale,
                   "Errors of the rest frame, times Gaia's")
      ->check(CLI::Range(0.0, 10.0))
      ->capture_default_str();
  command->add_option("-o,--out", options->out, "Survey file to write (FITS)")->required();
  command->footer("Example:\n  maury-cli mock --stars 20000 --seed 7 --out mock.fits");
  command->callback([options, &common] {
    options->mock.window = mock::parseWindow(options->window);
    app::ConsoleJob console(common.quiet);
    mock::writeMockSurvey(options->out, options->mock, console.job());
    fmt::print("{} mock stars, seed {}, written to {}\n", options->mock.stars, options->mock.seed, options->out);
  });
}

}  // namespace maury::cli
