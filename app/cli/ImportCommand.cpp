// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>

#include "app/Console.h"
#include "app/cli/Commands.h"
#include "io/AtomicFile.h"
#include "survey/Filter.h"
#include "survey/Import.h"
#include "survey/SurveyFile.h"

namespace maury::cli {

namespace {

struct Options {
  std::vector<std::string> paths;
  std::string out;
  std::string labels, idColumn, filter;
  bool air = false, vacuum = false;
  int runningMean = 0;
};

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  survey::ImportOptions import;
  import.labels = options.labels;
  import.idColumn = options.idColumn;
  import.runningMeanPixels = options.runningMean;
  if (options.air) import.medium = survey::ImportOptions::Medium::Air;
  if (options.vacuum) import.medium = survey::ImportOptions::Medium::Vacuum;

  { const io::AtomicFile writable(options.out); }  // found now, not after the work
  survey::ImportReport report;
  survey::Dataset dataset =
      survey::importSurvey({options.paths.begin(), options.paths.end()}, import, report, console.job());
  for (const auto& warning : report.warnings)
    console.say("warning: " + warning);
  if (!options.filter.empty()) dataset = dataset.select(survey::filterRows(dataset, options.filter));
  if (dataset.starCount() == 0)
    throw Error(ErrorKind::Mismatch, fmt::format("no star passes --filter '{}'", options.filter));
  survey::writeSurvey(options.out, dataset, console.job());

  fmt::print("{} stars, {}, {} labels\n", dataset.starCount(), dataset.grid.describe(), dataset.labels.size());
  if (!options.labels.empty()) {
    fmt::print("labels: {} spectra matched, {} without a label row; {} label rows without a spectrum\n", report.matched,
               report.unmatchedSpectra, report.unmatchedLabels);
  }
  fmt::print("written to {}\n", options.out);
}

}  // namespace

void addImportCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("import", "Turn spectra, labels and catalogues into one survey file");
  command->add_option("paths", options->paths, "A folder of 1-D FITS spectra, Gaia RVS CSV files, or a catalogue")
      ->required();
  command->add_option("-o,--out", options->out, "Survey file to write (FITS)")->required();
  command->add_option("--labels", options->labels, "CSV or FITS table with labels, joined by id");
  command->add_option("--id-column", options->idColumn, "Its id column, where it is not the usual one");
  auto* air = command->add_flag("--air", options->air, "Wavelengths are in air where the header does not say");
  command->add_flag("--vacuum", options->vacuum, "Wavelengths are in vacuum where the header does not say")
      ->excludes(air);
  command->add_option("--running-mean", options->runningMean, "Divide by the running mean over this many pixels (odd)")
      ->check(CLI::Range(3, 100001));
  command->add_option("--filter", options->filter, "Keep only these stars, e.g. 'teff > 4000 && teff < 7000'");
  command->footer(
      "Example:\n  maury-cli import miles/ --labels miles/labels.csv --air --running-mean 301 --out miles.fits");
  command->callback([options, &common] { run(*options, common); });
}

}  // namespace maury::cli
