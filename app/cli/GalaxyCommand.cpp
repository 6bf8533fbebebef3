// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <optional>
#include <tuple>

#include "app/Console.h"
#include "app/cli/Commands.h"
#include "galaxy/bimodality/Bimodality.h"
#include "galaxy/bimodality/SnrVerdicts.h"
#include "galaxy/panels/BinEdges.h"
#include "galaxy/panels/Overlay.h"
#include "galaxy/panels/PanelFile.h"
#include "io/AtomicFile.h"
#include "survey/dataset/PositionColumns.h"
#include "survey/filter/Filter.h"
#include "survey/importing/Import.h"

namespace maury::cli {

namespace {

struct Options {
  std::string catalogue, out, contoursOut, filter, preset, overlay, overlayContoursOut;
  std::string x, y;  ///< labels; empty: the usual ones
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
  for (const std::string& name : {options.x, options.y, options.grid.meanName})
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
  wanted.xName = options.x.empty() ? labels.x : options.x;
  wanted.yName = options.y.empty() ? labels.y : options.y;
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

void addPositionOptions(CLI::App& command, Options& options) {
  auto& distances = options.distances;
  const auto positive = CLI::PositiveNumber;
  command.add_option("--distance", distances.column, "Column of distances (instead of those known by name)");
  command.add_option("--distance-unit", distances.unit, "Its unit, kpc or pc (instead of the column's own)")
      ->check(CLI::IsMember({"kpc", "pc"}));
  command
      .add_option("--parallax-snr", distances.minimumParallaxSnr,
                  "1/parallax above this parallax/error, else the posterior's median")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command
      .add_option("--prior-length", distances.priorLengthKpc, "Scale length of the distance prior r² exp(−r/L) (kpc)")
      ->check(positive)
      ->capture_default_str();
  command.add_option("--sun-distance", options.sun.distanceToCentreKpc, "The Sun's distance to the centre (kpc)")
      ->check(positive)
      ->capture_default_str();
  command.add_option("--sun-height", options.sun.heightPc, "The Sun's height above the plane (pc)")
      ->capture_default_str();
}

/// LOW,HIGH into two numbers.
void addRange(CLI::App& command, const char* name, const char* help, double& low, double& high) {
  command
      .add_option_function<std::vector<double>>(
          name,
          [&low, &high](const std::vector<double>& range) { std::tie(low, high) = std::pair(range[0], range[1]); },
          help)
      ->delimiter(',')
      ->expected(2)
      ->default_str(fmt::format("{:g},{:g}", low, high));
}

void addHumpOptions(CLI::App& command, Options& options) {
  auto& humps = options.humps;
  auto* on = command.add_flag("--bimodality", options.testHumps,
                              "Test each panel's y for two humps: two Gaussians against one, and the dip test");
  command.add_option("--snr-cuts", options.snrCuts, "Test the stars above each of these S/N too, e.g. 15,25,50")
      ->delimiter(',')
      ->needs(on)
      ->check(CLI::NonNegativeNumber);
  command.add_option("--hump-low", humps.xLow, "Stars of the test have x above this")->needs(on)->capture_default_str();
  command.add_option("--hump-high", humps.xHigh, "and below this")->needs(on)->capture_default_str();
  command.add_option("--hump-stars", humps.fewStars, "Fewest stars for a verdict")->needs(on)->capture_default_str();
  command.add_option("--false-alarm", humps.falseAlarm, "Largest rate at which one hump is called bimodal")
      ->needs(on)
      ->capture_default_str();
  command.add_option("--replicates", humps.replicates, "Bootstrap samples a panel")->needs(on)->capture_default_str();
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
  command
      ->add_option("--z-edges", grid.heightEdgesKpc,
                   "Edges in |Z| (kpc), or in Z if the first is below 0: --z-edges=-1,0,1")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--bins", options->preset, "Edges in the place of both: disc, disc-signed, hayden2015")
      ->excludes("--r-edges")
      ->excludes("--z-edges");
  command->add_option("--x", options->x, "Label on x (default: mh, or else feh)");
  command->add_option("--y", options->y, "Label on y (default: alpham, alphafe, or else mgfe)");
  addRange(*command, "--x-range", "Range of the x axis, LOW,HIGH", grid.cells.xLow, grid.cells.xHigh);
  addRange(*command, "--y-range", "Range of the y axis, LOW,HIGH", grid.cells.yLow, grid.cells.yHigh);
  command->add_option("--fractions", grid.massFractions, "Shares of the stars that the contours enclose")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--colour", grid.meanName,
                      "Mean of this label or column in each cell, in place of counts (images MEANn of a .fits --out)");
  command->add_flag("--column-shares", grid.columnShares,
                    "Cells as shares of their column's fullest, in place of counts (images SHAREn of a .fits --out)");
  command->add_flag("--adaptive-kernel", grid.adaptiveKernel,
                    "Contours of an adaptive kernel: narrow where stars are dense, wide in the tails (its stars a cell "
                    "as images KERNELn of a .fits --out)");
  command->add_option("--overlay", options->overlay, "A second catalogue in the same panels, as contours");
  command->add_option("--overlay-contours", options->overlayContoursOut, "Table of its contours' vertices to write");
  command->add_flag("--running-median", grid.runningMedian,
                    "Median and 16–84 % of y along x, a line a bin (table RUNNING of a .fits --out)");
  command->add_flag("--spread", grid.spread,
                    "Each star counts in every panel with the probability that it lies there, by the Gaussian errors "
                    "e_R_kpc and e_Z_kpc");
  command->add_option("--high-alpha", grid.highAlpha, "A star is high-α above this y")->capture_default_str();
  command->add_option("--share-low", grid.shareXLow, "The high-α share is of stars with x above this")
      ->capture_default_str();
  command->add_option("--share-high", grid.shareXHigh, "and below this")->capture_default_str();
  command->add_option("-o,--out", options->out,
                      "Table of the panels to write: .csv, .ecsv, .vot, or .fits with an image of each panel's density "
                      "and the contours");
  command->add_option("--contours", options->contoursOut, "Table of the contours' vertices to write: .csv, .fits …");
  addPositionOptions(*command, *options);
  addHumpOptions(*command, *options);
  command->footer(
      "Example:\n  maury-cli galaxy catalogue.fits --filter 'snr > 15 && snr < 25 && logg < 2.2 && in_limits' \\\n"
      "    --r-edges 0,2,4,6,8,10,12,14 --z-edges 0,0.5,1,2 --out panels.csv");
  command->callback([options, &common] {
    if (!options->preset.empty()) {
      const galaxy::BinEdges& edges = galaxy::edgePreset(options->preset);
      options->grid.radiusEdgesKpc = edges.radiusKpc;
      options->grid.heightEdgesKpc = edges.heightKpc;
    }
    run(*options, common);
  });
}

}  // namespace maury::cli
