// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "base/Statistics.h"
#include "io/tables/Table.h"
#include "io/tables/WriteTable.h"
#include "survey/names/LabelNames.h"
#include "validation/PrecisionOptionTable.h"

namespace maury::cli {

namespace {

using validation::LabelSigmas;

void printRow(const char* inputs, const std::vector<validation::StarBound>& stars,
              LabelSigmas validation::LabelBounds::*member) {
  app::print("  {:<12}", inputs);
  for (std::size_t k = 0; k < validation::kBoundLabels.size(); ++k) {
    std::vector<double> sigmas;
    for (const auto& star : stars)
      sigmas.push_back((star.bounds.*member)[k]);
    app::print("{:>10}", survey::scatterText(upperMedian(sigmas), k == 0 ? "K" : "dex"));
  }
  app::print("\n");
}

void printBySnr(const std::vector<validation::StarBound>& bounds) {
  constexpr std::array<double, 5> kEdges = {15.0, 25.0, 50.0, 100.0, 200.0};
  app::print("{:<14}", "");
  for (const char* label : validation::kBoundLabels)
    app::print("{:>10}", label);
  app::print("\n");
  for (std::size_t bin = 0; bin + 1 < kEdges.size(); ++bin) {
    std::vector<validation::StarBound> stars;
    for (const auto& star : bounds)
      if (star.snr >= kEdges[bin] && star.snr < kEdges[bin + 1]) stars.push_back(star);
    if (stars.empty()) continue;
    app::print("S/N {:.0f}–{:.0f}, {} stars\n", kEdges[bin], kEdges[bin + 1], stars.size());
    printRow("spectrum", stars, &validation::LabelBounds::spectrum);
    printRow("all inputs", stars, &validation::LabelBounds::all);
    printRow("posterior", stars, &validation::LabelBounds::posterior);
  }
}

io::Table tableOf(const std::vector<validation::StarBound>& bounds) {
  io::Table table;
  std::vector<std::string> ids;
  std::vector<double> snr;
  for (const auto& star : bounds)
    ids.push_back(star.id), snr.push_back(star.snr);
  table.columns.push_back({"id", "", ids});
  table.columns.push_back({"snr", "", snr});
  for (std::size_t k = 0; k < validation::kBoundLabels.size(); ++k) {
    std::vector<double> spectrum, all, posterior;
    for (const auto& star : bounds) {
      spectrum.push_back(star.bounds.spectrum[k]), all.push_back(star.bounds.all[k]);
      posterior.push_back(star.bounds.posterior[k]);
    }
    const std::string name = validation::kBoundLabels[k], unit = k == 0 ? "K" : "dex";
    table.columns.push_back({"bound_" + name + "_spectrum", unit, spectrum});
    table.columns.push_back({"bound_" + name + "_all", unit, all});
    table.columns.push_back({"bound_" + name + "_posterior", unit, posterior});
  }
  return table;
}

}  // namespace

void addBoundCommand(CLI::App& app, const CommonOptions& common) {
  struct Options {
    std::string survey, out;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("bound", "Compute the smallest scatter that any network can reach on a mock survey");
  command->add_option("survey", options->survey, "Mock survey (FITS)")->required();
  const CommandOptions<validation::BoundOptions> given(*command, validation::boundOptionTable());
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Table,
            "Table of the bounds of each star to write: .csv, .ecsv, .vot or .fits");
  command->footer(
      "Prints the Cramér–Rao bound (1σ) from the true derivatives d(flux)/d(label), as the median over the stars in\n"
      "bins of S/N: from only the spectrum; with G, BP, RP, parallax and XP; and with these and the distribution of\n"
      "labels in the survey (posterior). The error of the rest frame and correlated noise are included.\n"
      "Example:\n  maury-cli bound mock.fits --stars 1000 --out bounds.csv");
  command->callback([options, given, &common] {
    app::ConsoleJob console(common.quiet);
    const auto bounds = validation::surveyBounds(options->survey, given.options(), console.job());
    app::print("Cramér–Rao bound (1σ, in dex unless another unit is given) of {} mock stars\n", bounds.size());
    printBySnr(bounds);
    if (!options->out.empty()) io::writeTable(options->out, tableOf(bounds));
  });
}

}  // namespace maury::cli
