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
#include "galaxy/positions/Positions.h"
#include "io/tables/WriteTable.h"
#include "survey/filter/Filter.h"
#include "survey/importing/Import.h"
#include "survey/names/PositionColumns.h"

namespace maury::cli {

namespace {

struct Options {
  std::string catalogue, out, contoursOut, filter, preset, overlay, overlayContoursOut;
  /// Its xName and yName are empty unless given on the command line.
  galaxy::PanelGridOptions grid;
  galaxy::SolarPosition sun;
  galaxy::DistanceOptions distances;
  bool testBimodality = false;
  galaxy::BimodalityOptions bimodality;
  std::vector<double> snrCuts;
  bool sunIsGiven = false, distanceIsGiven = false;  ///< true if an option of the Sun or of distances is given
};

std::string heightTitle(const galaxy::PanelGrid& grid) {
  return fmt::format("{} (kpc)", grid.options.heightSymbol());
}

std::string heightRange(const galaxy::Panel& panel) {
  const char* between = panel.heightLowKpc < 0.0 ? " – " : "–";
  return fmt::format("{:g}{}{:g}", panel.heightLowKpc, between, panel.heightHighKpc);
}

/// Returns a number of stars as text; one decimal for a sum of fractions of stars.
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
  return app::tableText({"R (kpc)", heightTitle(grid), "stars", "in range", "high-α share"}, rows);
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

std::string formatWithError(double value, double error) {
  return std::isfinite(value) ? fmt::format("{:.2f} ± {:.2f}", value, error) : "–";
}

std::string bimodalityText(const galaxy::PanelGrid& grid, const std::vector<galaxy::Bimodality>& bimodality) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < bimodality.size(); ++i) {
    const galaxy::Panel& panel = grid.panels[i];
    const galaxy::Bimodality& result = bimodality[i];
    const bool known = result.modality != galaxy::Modality::TooFew;
    rows.push_back({fmt::format("{:g}–{:g}", panel.radiusLowKpc, panel.radiusHighKpc), heightRange(panel),
                    std::to_string(result.stars), galaxy::modalityText(result.modality),
                    known ? fmt::format("{:.1f}", result.deltaBic) : "–",
                    known ? fmt::format("{:.3f}", result.bootstrapPValue) : "–",
                    known ? fmt::format("{:.3f}", result.dipPValue) : "–",
                    formatWithError(result.separation, result.separationError),
                    formatWithError(result.valleyDepth, result.valleyDepthError),
                    formatWithError(result.upperShare, result.upperShareError)});
  }
  return app::tableText({"R (kpc)", heightTitle(grid), "stars", "verdict", "ΔBIC", "p(boot)", "p(dip)", "separation",
                         "valley", "upper share"},
                        rows);
}

std::string snrText(const std::vector<galaxy::SnrVerdicts>& verdicts) {
  using galaxy::Modality;
  std::vector<std::vector<std::string>> rows;
  for (const galaxy::SnrVerdicts& cut : verdicts) {
    std::vector<std::string> row{fmt::format("> {:g}", cut.minimumSnr), std::to_string(cut.stars)};
    for (const Modality modality : {Modality::Bimodal, Modality::TwoGaussians, Modality::OneGaussian, Modality::TooFew})
      row.push_back(std::to_string(cut.count(modality)));
    rows.push_back(std::move(row));
  }
  return app::tableText({"S/N", "stars", "bimodal", "two Gaussians", "one Gaussian", "too few"}, rows);
}

/// Returns the columns needed for the panels; nullopt (all columns) if one of them is missing, because R and Z can be
/// derived from columns with many different names.
std::optional<std::vector<std::string>> requiredColumns(const survey::Dataset& stars, const Options& options) {
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
    return std::nullopt;  // reported later, when the filter is applied
  }
  return names;
}

survey::Dataset readStars(const std::string& path, const Options& options, app::ConsoleJob& console) {
  survey::ImportReport report;
  survey::Dataset dataset = survey::importCatalogue(
      path, {}, report, console.job(), [&](const survey::Dataset& stars) { return requiredColumns(stars, options); });
  for (const auto& warning : report.warnings)
    console.warn(warning);
  const std::string positions = galaxy::ensurePositions(dataset, options.sun, options.distances);
  if (!positions.empty()) console.say(positions);
  if (positions.empty() && (options.sunIsGiven || options.distanceIsGiven)) {
    console.warn(
        fmt::format("{} without effect: {} already has R and Z.",
                    options.sunIsGiven ? "--sun-distance and --sun-height are" : "The options of distances are", path));
  }
  return dataset;
}

void printOverlay(const Options& options, const galaxy::PanelGridOptions& gridOptions, app::ConsoleJob& console) {
  const survey::Dataset stars = readStars(options.overlay, options, console);
  const galaxy::Overlay overlay = galaxy::binOverlay(stars, options.filter, gridOptions);
  if (!overlay.isFiltered) console.warn("The overlay lacks a name in the filter, so all its stars are used.");
  app::print("\noverlay: {} of {} stars{}, {} in the panels\n\n{}", overlay.stars, stars.starCount(),
             overlay.isFiltered ? " pass the filter" : "", overlay.grid.starsPlaced, panelText(overlay.grid));
  if (options.overlayContoursOut.empty()) return;
  io::writeTable(options.overlayContoursOut, galaxy::contourTable(overlay.grid));
  app::print("\nwritten to {}\n", options.overlayContoursOut);
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  const survey::Dataset dataset = readStars(options.catalogue, options, console);
  const auto stars = survey::filterRows(dataset, options.filter);
  if (stars.empty()) {
    throw Error(ErrorKind::Mismatch,
                options.filter.empty() ? fmt::format("{} contains no stars.", options.catalogue)
                                       : fmt::format("{}: no star passes '{}'.", options.catalogue, options.filter),
                options.filter.empty() ? "" : "Widen --filter.");
  }
  const galaxy::PanelLabels labels = galaxy::defaultPanelLabels(dataset);
  galaxy::PanelGridOptions gridOptions = options.grid;
  if (gridOptions.xName.empty()) gridOptions.xName = labels.x;
  if (gridOptions.yName.empty()) gridOptions.yName = labels.y;
  const galaxy::PanelGrid grid = galaxy::panelGrid(dataset, stars, gridOptions);

  if (grid.starsPlaced == 0) {
    throw Error(ErrorKind::Mismatch,
                fmt::format("{}: none of the {} stars lies in a panel; {} of them lack R or Z.", options.catalogue,
                            stars.size(), grid.starsWithoutPosition),
                "Change --r-edges and --z-edges, or --filter.");
  }
  app::print("{} of {} stars pass the filter, {} in the panels, {} without R or Z\n", stars.size(), dataset.starCount(),
             grid.starsPlaced, grid.starsWithoutPosition);
  if (grid.options.spread)
    app::print(
        "each star is spread over the panels according to its errors in R and Z; 'stars' are sums of fractions\n");
  app::print("high-α share: stars with {} > {:g} among those with {:g} < {} < {:g}\n\n{}", grid.options.yName,
             grid.options.highAlpha, grid.options.shareXLow, grid.options.xName, grid.options.shareXHigh,
             panelText(grid));
  if (grid.options.runningMedian) app::print("\n{}", runningText(grid));
  if (!options.overlay.empty()) printOverlay(options, gridOptions, console);
  std::vector<galaxy::Bimodality> bimodality;
  if (options.testBimodality) {
    bimodality = galaxy::panelBimodality(dataset, grid, options.bimodality, console.job());
    app::print(
        "\none mode or two in {} for {:g} < {} < {:g}; at most {:g} % of unimodal panels are called bimodal\n\n{}",
        grid.options.yName, options.bimodality.xLow, grid.options.xName, options.bimodality.xHigh,
        100.0 * options.bimodality.falseAlarm, bimodalityText(grid, bimodality));
    if (!options.snrCuts.empty())
      app::print("\nnumber of panels with each verdict, for the stars above an S/N\n\n{}",
                 snrText(galaxy::verdictsBySnr(dataset, stars, gridOptions, options.snrCuts, options.bimodality,
                                               console.job())));
  }
  if (!options.out.empty()) {
    galaxy::writePanels(options.out, grid, bimodality);
    app::print("\nwritten to {}\n", options.out);
  }
  if (!options.contoursOut.empty()) {
    io::writeTable(options.contoursOut, galaxy::contourTable(grid));
    app::print("\nwritten to {}\n", options.contoursOut);
  }
}

/// Adds the options of the bimodality test, and returns them.
CommandOptions<galaxy::BimodalityOptions> addBimodalityOptions(CLI::App& command, Options& options) {
  CLI::Option* testFlag =
      command.add_flag("--bimodality", options.testBimodality,
                       "Test y in each panel for bimodality: two Gaussians against one, and the dip test");
  command
      .add_option("--snr-cuts", options.snrCuts,
                  "Repeat the test with only the stars above each of these S/N, e.g. 15,25,50")
      ->delimiter(',')
      ->needs(testFlag)
      ->check(CLI::NonNegativeNumber);
  const CommandOptions<galaxy::BimodalityOptions> given(command, galaxy::bimodalityOptionTable());
  for (const char* key : {"xLow", "xHigh", "fewStars", "falseAlarm", "replicates"})
    given[key]->needs(testFlag);
  return given;
}

/// Returns the panel options given on the command line, with both edges replaced by those of the preset `bins`, if any.
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
  CLI::App* command =
      app.add_subcommand("galaxy", "Count stars in [α/M] against [M/H] in bins of Galactocentric R and |Z|");
  command->add_option("catalogue", options->catalogue, "Catalogue or survey (FITS or CSV) with labels and positions")
      ->required();
  command->add_option(
      "--filter", options->filter,
      "Use only stars that pass this filter, e.g. 'snr > 15 && snr < 25 && logg_cnn < 2.2 && in_limits'");
  const CommandOptions<galaxy::PanelGridOptions> panels(
      *command, galaxy::panelOptionTable(), [](const Option<galaxy::PanelGridOptions>& option) {
        const bool isNamedByData = option.description.key == "xName" || option.description.key == "yName";
        return isNamedByData ? std::string() : optionText(option.description.defaultValue);
      });
  command
      ->add_option("--bins", options->preset,
                   "Predefined bins, instead of --r-edges and --z-edges: disc, disc-signed, hayden2015")
      ->excludes(panels["radiusEdgesKpc"])
      ->excludes(panels["heightEdgesKpc"]);
  command->add_option("--overlay", options->overlay, "Second catalogue to bin into the same panels");
  addOutput(*command, "--overlay-contours", options->overlayContoursOut, workbench::OutputKind::Table,
            "Table to write with the contour vertices of the second catalogue");
  addOutput(
      *command, "-o,--out", options->out, workbench::OutputKind::Table,
      "Table of panels to write: .csv, .ecsv, .vot or .fits; .fits also contains the contours and an image of each "
      "panel's density");
  addOutput(*command, "--contours", options->contoursOut, workbench::OutputKind::Table,
            "Table of contour vertices to write: .csv, .ecsv, .vot or .fits");
  const CommandOptions<galaxy::DistanceOptions> distances(*command, galaxy::distanceOptionTable());
  const CommandOptions<galaxy::SolarPosition> sun(*command, galaxy::solarOptionTable());
  const auto bimodality = addBimodalityOptions(*command, *options);
  command->footer(
      "Example:\n  maury-cli galaxy catalogue.fits --filter 'snr > 15 && snr < 25 && logg_cnn < 2.2 && in_limits' \\\n"
      "    --r-edges 0,2,4,6,8,10,12,14 --z-edges 0,0.5,1,2 --out panels.csv");
  command->callback([options, panels, distances, sun, bimodality, &common] {
    options->grid = panelOptions(panels, options->preset);
    options->distances = distances.options();
    options->sun = sun.options();
    options->sunIsGiven = sun.has("");
    options->distanceIsGiven = distances.has("");
    options->bimodality = bimodality.options();
    run(*options, common);
  });
}

}  // namespace maury::cli
