// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "mock/MockOptionTable.h"

namespace maury::cli {

void addMockCommand(CLI::App& app, const CommonOptions& common) {
  auto out = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("mock", "Make a mock Milky Way survey with RVS spectra, photometry and XP");
  const CommandOptions<mock::MockOptions> given(*command, mock::mockOptionTable());
  addOutput(*command, "-o,--out", *out, workbench::OutputKind::Survey, "Survey file to write (FITS)")->required();
  command->footer("Example:\n  maury-cli mock --stars 20000 --seed 7 --out mock.fits");
  command->callback([out, given, &common] {
    const mock::MockOptions options = given.options();
    app::ConsoleJob console(common.quiet);
    mock::writeMockSurvey(*out, options, console.job());
    app::print("{} mock stars, seed {}, written to {}\n", options.stars, options.seed, *out);
  });
}

}  // namespace maury::cli
