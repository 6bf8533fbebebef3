// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "app/Console.h"
#include "app/cli/Commands.h"
#include "galaxy/PanelFile.h"
#include "io/AtomicFile.h"
#include "survey/Filter.h"
#include "survey/Import.h"

namespace maury::cli {

namespace {

struct Options {
  std::string catalogue, out, filter;
  galaxy::PanelGridOptions grid;
};

std::string panelText(const galaxy::PanelGrid& grid) {
  std::vector<std::vector<std::string>> rows;
  for (const galaxy::Panel& panel : grid.panels) {
    rows.push_back({fmt::format("{:g}–{:g}", panel.radiusLowKpc, panel.radiusHighKpc),
                    fmt::format("{:g}–{:g}", panel.heightLowKpc, panel.heightHighKpc),
                    std::to_string(panel.stars.size()), std::to_string(panel.shareStars),
                    std::isfinite(panel.highAlphaShare)
                        ? fmt::format("{:.2f} ± {:.2f}", panel.highAlphaShare, panel.highAlphaShareError)
                        : "–"});
  }
  return app::tableText({"R (kpc)", "|Z| (kpc)", "stars", "in share", "high-α share"}, rows);
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  if (!options.out.empty()) {  // found now, not after the work
    io::tableFormatOf(options.out);
    const io::AtomicFile writable(options.out);
  }
  survey::ImportReport report;
  survey::Dataset dataset = survey::importSurvey({options.catalogue}, {}, report, console.job());
  for (const auto& warning : report.warnings)
    console.warn(warning);
  const std::string positions = galaxy::ensurePositions(dataset);
  if (!positions.empty()) console.say(positions);
  const auto stars = survey::filterRows(dataset, options.filter);
  const galaxy::PanelGrid grid = galaxy::panelGrid(dataset, stars, options.grid);

  fmt::print("{} of {} stars in the filter, {} in the panels, {} without R or Z\n", stars.size(), dataset.starCount(),
             grid.starsPlaced, grid.starsWithoutPosition);
  fmt::print("high-α share: {} > {:g} among {:g} < {} < {:g}\n\n{}", grid.options.yName, grid.options.highAlpha,
             grid.options.shareXLow, grid.options.xName, grid.options.shareXHigh, panelText(grid));
  if (options.out.empty()) return;
  galaxy::writePanels(options.out, grid);
  fmt::print("\nwritten to {}\n", options.out);
}

}  // namespace

void addGalaxyCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  auto& grid = options->grid;
  CLI::App* command = app.add_subcommand("galaxy", "[α/M] against [M/H] in bins of Galactocentric R and |Z|");
  command->add_option("catalogue", options->catalogue, "Catalogue or survey (FITS or CSV) with labels and positions")
      ->required();
  command->add_option("--filter", options->filter, "Cut, e.g. 'snr > 15 && snr < 25 && logg < 2.2 && in_limits'");
  command->add_option("--r-edges", grid.radiusEdgesKpc, "Edges in R (kpc)")->delimiter(',')->capture_default_str();
  command->add_option("--z-edges", grid.heightEdgesKpc, "Edges in |Z| (kpc)")->delimiter(',')->capture_default_str();
  command->add_option("--x", grid.xName, "Label on x")->capture_default_str();
  command->add_option("--y", grid.yName, "Label on y")->capture_default_str();
  command->add_option("--high-alpha", grid.highAlpha, "A star is high-α above this y")->capture_default_str();
  command->add_option(
      "-o,--out", options->out,
      "Table of the panels to write: .csv, .ecsv, .vot, or .fits with an image of each panel's density");
  command->footer(
      "Example:\n  maury-cli galaxy catalogue.fits --filter 'snr > 15 && snr < 25 && logg < 2.2 && in_limits' \\\n"
      "    --r-edges 0,2,4,6,8,10,12,14 --z-edges 0,0.5,1,2 --out panels.csv");
  command->callback([options, &common] { run(*options, common); });
}

}  // namespace maury::cli
