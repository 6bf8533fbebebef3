// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <optional>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "galaxy/bimodality/BimodalityOptionTable.h"
#include "galaxy/bimodality/SnrVerdicts.h"
#include "galaxy/panels/BinEdges.h"
#include "galaxy/panels/Overlay.h"
#include "galaxy/panels/PanelFile.h"
#include "galaxy/panels/PanelOptionTable.h"
#include "galaxy/positions/PositionOptionTable.h"
#include "io/AtomicFile.h"
#include "survey/dataset/PositionColumns.h"
#include "survey/filter/Filter.h"
#include "survey/importing/Import.h"

namespace maury::cli {

namespace {

struct Options {
  std::string catalogue, out, contoursOut, filter, preset, overlay, overlayContoursOut;
  /// The names of x and y are empty unless the command line gives them.
  galaxy::PanelGridOptions grid;
  galaxy::SolarPosition sun;
  galaxy::DistanceOptions distances;
  bool testHumps = false;
  galaxy::BimodalityOptions humps;
  std::vector<double> snrCuts;
};

std::string heightTitle(const galaxy::PanelGrid& grid) {
  return fmt::format("{} (kpc)", grid.options.heightSymbol());
}

std::string heightRange(const galaxy::Panel& panel) {
  const char* between = panel.heightLowKpc < 0.0 ? " – " : "–";
  return fmt::format("{:g}{}{:g}", panel.heightLowKpc, between, panel.heightHighKpc);
}

/// Stars, or the sum of their shares.
std::string starText(double stars) {
  return stars == std::round(stars) ? fmt::format("{:.0f}", stars) : fmt::format("{:.1f}", stars);
}

std::string panelText(const galaxy::PanelGrid& grid) {
  std::vector<std::vector<std::string>> rows;
  for (const galaxy::Panel& panel : grid.panels) {
    rows.push_back({fmt::format("{:g}–{:g}", panel.radiusLowKpc, panel.radiusHighKpc), heightRange(panel),
                    starText(panel.starCount), starText(panel.shareStars),
                    std::isfinite(panel.highAlphaShare)
                        ? fmt::format("{:.2f} ± {:.2f}", panel.highAlphaShare, panel.highAlphaShareError)
                        : "–"});
  }
  return app::tableText({"R (kpc)", heightTitle(grid), "stars", "in share", "high-α share"}, rows);
}

std::string runningText(const galaxy::PanelGrid& grid) {
  std::vector<std::vector<std::string>> rows;
  for (const galaxy::Panel& panel : grid.panels)
    for (const galaxy::RunningPoint& point : panel.running)
      rows.push_back({fmt::format("{:g}–{:g}", panel.radiusLowKpc, panel.radiusHighKpc), heightRange(panel),
                      fmt::format("{:.3f}", point.x), fmt::format("{:.3f}", point.p16),
                      fmt::format("{:.3f}", point.median), fmt::format("{:.3f}", point.p84), starText(point.stars)});
  return app::tableText({"R (kpc)", heightTitle(grid), grid.options.xName, "16 %", "median", "84 %", "stars"}, rows);
}

std::string withError(double value, double error) {
  return std::isfinite(value) ? fmt::format("{:.2f} ± {:.2f}", value, error) : "–";
}

std::string humpText(const galaxy::PanelGrid& grid, const std::vector<galaxy::Bimodality>& humps) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < humps.size(); ++i) {
    const galaxy::Panel& panel = grid.panels[i];
    const galaxy::Bimodality& of = humps[i];
    const bool known = of.modality != galaxy::Modality::TooFew;
    rows.push_back({fmt::format("{:g}–{:g}", panel.radiusLowKpc, panel.radiusHighKpc), heightRange(panel),
                    std::to_string(of.stars), galaxy::modalityText(of.modality),
                    known ? fmt::format("{:.1f}", of.deltaBic) : "–",
                    known ? fmt::format("{:.3f}", of.bootstrapPValue) : "–",
                    known ? fmt::format("{:.3f}", of.dipPValue) : "–", withError(of.separation, of.separationError),
                    withError(of.valleyDepth, of.valleyDepthError), withError(of.upperShare, of.upperShareError)});
  }
  return app::tableText({"R (kpc)", heightTitle(grid), "stars", "verdict", "ΔBIC", "p(boot)", "p(dip)", "separation",
                         "valley", "upper share"},
                        rows);
}

std::string snrText(const std::vector<galaxy::SnrVerdicts>& verdicts) {
  using galaxy::Modality;
  std::vector<std::vector<std::string>> rows;
  for (const galaxy::SnrVerdicts& of : verdicts) {
    std::vector<std::string> row{fmt::format("> {:g}", of.minimumSnr), std::to_string(of.stars)};
    for (const Modality modality : {Modality::Bimodal, Modality::TwoGaussians, Modality::OneGaussian, Modality::TooFew})
      row.push_back(std::to_string(of.count(modality)));
    rows.push_back(std::move(row));
  }
  return app::tableText({"S/N", "stars", "bimodal", "two Gaussians", "one Gaussian", "too few"}, rows);
}

/// What the panels are made of, where R and Z are there; else everything, for they may follow from columns of many
/// names.
std::optional<std::vector<std::string>> namesNeeded(const survey::Dataset& stars, const Options& options) {
  std::vector<std::string> names = {survey::kRadiusColumn, survey::kHeightColumn};
  for (const std::string& name : {options.grid.xName, options.grid.yName, options.grid.meanName})
    if (!name.empty()) names.push_back(name);
  if (!options.snrCuts.empty()) names.emplace_back("snr");
  for (const std::string& name : names)
    if (!stars.hasNumeric(name)) return std::nullopt;
  for (const survey::Label& label : stars.labels)
    names.push_back(label.name);
  try {
    const std::vector<std::string> filter = survey::filterNames(stars, options.filter);
    names.insert(names.end(), filter.begin(), filter.end());
  } catch (const survey::FilterError&) {
    return std::nullopt;  // said by those who filter
  }
  return names;
}

survey::Dataset readStars(const std::string& path, const Options& options, app::ConsoleJob& console) {
  survey::ImportReport report;
  survey::Dataset dataset = survey::importCatalogue(
      path, {}, report, console.job(), [&](const survey::Dataset& stars) { return namesNeeded(stars, options); });
  for (const auto& warning : report.warnings)
    console.warn(warning);
  const std::string positions = galaxy::ensurePositions(dataset, options.sun, options.distances);
  if (!positions.empty()) console.say(positions);
  return dataset;
}

void layOver(const Options& options, const galaxy::PanelGridOptions& wanted, app::ConsoleJob& console) {
  const survey::Dataset stars = readStars(options.overlay, options, console);
  const galaxy::Overlay overlay = galaxy::overlayOf(stars, options.filter, wanted);
  if (!overlay.isFiltered) console.warn("The overlay lacks a name of the filter: all its stars are taken.");
  fmt::print("\noverlay: {} of {} stars{}, {} in the panels\n\n{}", overlay.stars, stars.starCount(),
             overlay.isFiltered ? " in the filter" : "", overlay.grid.starsPlaced, panelText(overlay.grid));
  if (options.overlayContoursOut.empty()) return;
  io::writeTable(options.overlayContoursOut, galaxy::contourTable(overlay.grid));
  fmt::print("\nwritten to {}\n", options.overlayContoursOut);
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  if (!options.out.empty()) {  // found now, not after the work
    io::tableFormatOf(options.out);
    const io::AtomicFile writable(options.out);
  }
  for (const std::string& out : {options.contoursOut, options.overlayContoursOut}) {
    if (out.empty()) continue;
    io::tableFormatOf(out);
    const io::AtomicFile writable(out);
  }
  const survey::Dataset dataset = readStars(options.catalogue, options, console);
  const auto stars = survey::filterRows(dataset, options.filter);
  const galaxy::PanelLabels labels = galaxy::usualLabels(dataset);
  galaxy::PanelGridOptions wanted = options.grid;
  if (wanted.xName.empty()) wanted.xName = labels.x;
  if (wanted.yName.empty()) wanted.yName = labels.y;
  const galaxy::PanelGrid grid = galaxy::panelGrid(dataset, stars, wanted);

  fmt::print("{} of {} stars in the filter, {} in the panels, {} without R or Z\n", stars.size(), dataset.starCount(),
             grid.starsPlaced, grid.starsWithoutPosition);
  if (grid.options.spread)
    fmt::print("each star spread over the panels by its errors of R and Z; 'stars' are the sums of their shares\n");
  fmt::print("high-α share: {} > {:g} among {:g} < {} < {:g}\n\n{}", grid.options.yName, grid.options.highAlpha,
             grid.options.shareXLow, grid.options.xName, grid.options.shareXHigh, panelText(grid));
  if (grid.options.runningMedian) fmt::print("\n{}", runningText(grid));
  if (!options.overlay.empty()) layOver(options, wanted, console);
  std::vector<galaxy::Bimodality> humps;
  if (options.testHumps) {
    humps = galaxy::panelBimodality(dataset, grid, options.humps, console.job());
    fmt::print("\none hump or two in {} at {:g} < {} < {:g}; one is called bimodal in at most {:g} % of cases\n\n{}",
               grid.options.yName, options.humps.xLow, grid.options.xName, options.humps.xHigh,
               100.0 * options.humps.falseAlarm, humpText(grid, humps));
    if (!options.snrCuts.empty())
      fmt::print("\nthe same above an S/N, in numbers of panels\n\n{}",
                 snrText(galaxy::verdictsBySnr(dataset, stars, wanted, options.snrCuts, options.humps, console.job())));
  }
  if (!options.out.empty()) {
    galaxy::writePanels(options.out, grid, humps);
    fmt::print("\nwritten to {}\n", options.out);
  }
  if (!options.contoursOut.empty()) {
    io::writeTable(options.contoursOut, galaxy::contourTable(grid));
    fmt::print("\nwritten to {}\n", options.contoursOut);
  }
}

/// Adds the test for two humps, and returns what the command line says of it.
CommandOptions<galaxy::BimodalityOptions> addHumpOptions(CLI::App& command, Options& options) {
  CLI::Option* on = command.add_flag("--bimodality", options.testHumps,
                                     "Test each panel's y for two humps: two Gaussians against one, and the dip test");
  command.add_option("--snr-cuts", options.snrCuts, "Also test the stars above each of these S/N, e.g. 15,25,50")
      ->delimiter(',')
      ->needs(on)
      ->check(CLI::NonNegativeNumber);
  const CommandOptions<galaxy::BimodalityOptions> given(command, galaxy::bimodalityOptionTable());
  for (const char* key : {"xLow", "xHigh", "fewStars", "falseAlarm", "replicates"})
    given[key]->needs(on);
  return given;
}

/// The panels as the command line says; bins of published figures replace both edges.
galaxy::PanelGridOptions panelOptions(const CommandOptions<galaxy::PanelGridOptions>& given, const std::string& bins) {
  galaxy::PanelGridOptions panels;
  panels.xName = panels.yName = {};
  given.applyTo(panels);
  if (bins.empty()) return panels;
  const galaxy::BinEdges& edges = galaxy::edgePreset(bins);
  panels.radiusEdgesKpc = edges.radiusKpc;
  panels.heightEdgesKpc = edges.heightKpc;
  return panels;
}

}  // namespace

void addGalaxyCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("galaxy", "[α/M] against [M/H] in bins of Galactocentric R and |Z|");
  command->add_option("catalogue", options->catalogue, "Catalogue or survey (FITS or CSV) with labels and positions")
      ->required();
  command->add_option("--filter", options->filter, "Cut, e.g. 'snr > 15 && snr < 25 && logg < 2.2 && in_limits'");
  const CommandOptions<galaxy::PanelGridOptions> panels(
      *command, galaxy::panelOptionTable(), [](const Option<galaxy::PanelGridOptions>& option) {
        const bool isNamedByData = option.about.key == "xName" || option.about.key == "yName";
        return isNamedByData ? std::string() : optionText(option.about.defaultValue);
      });
  command->add_option("--bins", options->preset, "Edges instead of both: disc, disc-signed, hayden2015")
      ->excludes(panels["radiusEdgesKpc"])
      ->excludes(panels["heightEdgesKpc"]);
  command->add_option("--overlay", options->overlay, "A second catalogue in the same panels, as contours");
  command->add_option("--overlay-contours", options->overlayContoursOut, "Table of its contours' vertices to write");
  command->add_option("-o,--out", options->out,
                      "Table of the panels to write: .csv, .ecsv, .vot, or .fits with an image of each panel's density "
                      "and the contours");
  command->add_option("--contours", options->contoursOut, "Table of the contours' vertices to write: .csv, .fits …");
  const CommandOptions<galaxy::DistanceOptions> distances(*command, galaxy::distanceOptionTable());
  const CommandOptions<galaxy::SolarPosition> sun(*command, galaxy::solarOptionTable());
  const auto humps = addHumpOptions(*command, *options);
  command->footer(
      "Example:\n  maury-cli galaxy catalogue.fits --filter 'snr > 15 && snr < 25 && logg < 2.2 && in_limits' \\\n"
      "    --r-edges 0,2,4,6,8,10,12,14 --z-edges 0,0.5,1,2 --out panels.csv");
  command->callback([options, panels, distances, sun, humps, &common] {
    options->grid = panelOptions(panels, options->preset);
    options->distances = distances.options();
    options->sun = sun.options();
    options->humps = humps.options();
    run(*options, common);
  });
}

}  // namespace maury::cli
