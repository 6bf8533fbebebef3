// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "base/Error.h"
#include "io/tables/WriteTable.h"
#include "survey/columns/ComputedColumns.h"
#include "survey/dataset/DatasetTable.h"
#include "survey/file/ExportOptionTable.h"
#include "survey/file/SurveyExport.h"
#include "survey/file/SurveyFile.h"
#include "survey/filter/Filter.h"
#include "survey/importing/Import.h"

namespace maury::cli {

namespace {

struct Options {
  std::string in, out;
  survey::ExportOptions exported;
};

survey::ExportCounts importAndExport(const Options& options, app::ConsoleJob& console) {
  const auto& [filter, columns, spectra] = options.exported;
  survey::ImportReport report;
  survey::Dataset dataset = survey::importSurvey({options.in}, {}, report, console.job());
  for (const auto& warning : report.warnings)
    console.warn(warning);
  if (spectra && dataset.pixelCount() == 0)
    throw Error(ErrorKind::Mismatch, fmt::format("{} contains no spectra. Leave out --spectra.", options.in));
  survey::addComputedColumns(dataset, columns);
  const auto stars = survey::filterRows(dataset, filter);
  if (stars.empty()) {
    const std::string reason = filter.empty() ? "it contains no stars" : fmt::format("no star passes '{}'", filter);
    throw Error(ErrorKind::Mismatch, fmt::format("{}: nothing to export, because {}.", options.in, reason),
                filter.empty() ? "" : "Widen --filter.");
  }
  const io::Table table = survey::tableOf(dataset, stars, spectra);
  io::writeTable(options.out, table);
  return {stars.size(), dataset.starCount(), table.columns.size() + table.arrays.size()};
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  const survey::ExportCounts written =
      survey::isSurveyFile(options.in) ? survey::exportSurvey(options.in, options.exported, options.out, console.job())
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
  const CommandOptions<survey::ExportOptions> given(*command, survey::exportOptionTable());
  command->footer(
      "Examples:\n  maury-cli export catalogue.fits --filter 'logg_cnn < 2.2' --out giants.vot\n"
      "  maury-cli export catalogue.fits --column 'bp_rp [mag]=phot_bp_mean_mag-phot_rp_mean_mag' --out colours.ecsv");
  command->callback([options, given, &common] {
    given.applyTo(options->exported);
    run(*options, common);
  });
}

}  // namespace maury::cli
