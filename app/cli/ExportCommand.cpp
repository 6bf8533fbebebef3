// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "base/Error.h"
#include "io/tables/WriteTable.h"
#include "survey/dataset/DatasetTable.h"
#include "survey/file/SurveyExport.h"
#include "survey/file/SurveyFile.h"
#include "survey/filter/Filter.h"
#include "survey/importing/Import.h"

namespace maury::cli {

namespace {

struct Options {
  std::string in, out, filter;
  bool spectra = false;
};

survey::ExportCounts importAndExport(const Options& options, app::ConsoleJob& console) {
  survey::ImportReport report;
  const survey::Dataset dataset = survey::importSurvey({options.in}, {}, report, console.job());
  for (const auto& warning : report.warnings)
    console.warn(warning);
  if (options.spectra && dataset.pixelCount() == 0)
    throw Error(ErrorKind::Mismatch, fmt::format("{} contains no spectra. Leave out --spectra.", options.in));
  const auto stars = survey::filterRows(dataset, options.filter);
  if (stars.empty()) {
    const std::string reason =
        options.filter.empty() ? "it contains no stars" : fmt::format("no star passes '{}'", options.filter);
    throw Error(ErrorKind::Mismatch, fmt::format("{}: nothing to export, because {}.", options.in, reason),
                options.filter.empty() ? "" : "Widen --filter.");
  }
  const io::Table table = survey::tableOf(dataset, stars, options.spectra);
  io::writeTable(options.out, table);
  return {stars.size(), dataset.starCount(), table.columns.size() + table.arrays.size()};
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  const survey::ExportCounts written =
      survey::isSurveyFile(options.in)
          ? survey::exportSurvey(options.in, options.filter, options.spectra, options.out, console.job())
          : importAndExport(options, console);
  app::print("{} of {} stars with {} columns written to {}\n", written.stars, written.ofStars, written.columns,
             options.out);
}

}  // namespace

void addExportCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("export", "Export a survey or catalogue as FITS, VOTable, CSV or ECSV for other programs");
  command->add_option("in", options->in, "Survey file or catalogue")->required();
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Table,
            "Table to write: .fits, .vot, .csv or .ecsv")
      ->required();
  command->add_option("--filter", options->filter,
                      "Export only stars that pass this filter, e.g. 'snr > 15 && in_limits'");
  command->add_flag("--spectra", options->spectra, "Include the spectra, as arrays of wavelength and flux");
  command->footer("Example:\n  maury-cli export catalogue.fits --filter 'logg_cnn < 2.2' --out giants.vot");
  command->callback([options, &common] { run(*options, common); });
}

}  // namespace maury::cli
