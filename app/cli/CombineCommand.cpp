// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "survey/combining/CombineOptionTable.h"
#include "workbench/stars/CombineSurveys.h"

namespace maury::cli {

namespace {

struct Options {
  std::vector<std::string> paths;
  std::string out;
  survey::CombineOptions combine;
};

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  const workbench::CombineFiles files =
      workbench::openCombineFiles({options.paths.begin(), options.paths.end()}, options.combine, console.job());
  for (const std::string& note : files.notes)
    app::print("note: {}\n", note);
  for (const std::string& warning : files.warnings)
    console.warn(warning);
  const survey::CombineReport report = survey::combineFiles(files.sources, options.combine, options.out, console.job());
  for (const std::string& warning : report.warnings)
    console.warn(warning);
  app::print("{}\n", report.summary());
  for (const std::string& note : report.notes)
    app::print("note: {}\n", note);
  app::print("{}\nwritten to {}\n", report.grid, options.out);
}

}  // namespace

void addCombineCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "combine", "Join the arms of each star, from several files, to one spectrum, and co-add repeats");
  command
      ->add_option(
          "files", options->paths,
          "Survey files, or anything that import reads; labels and columns are those of the first that has them")
      ->required();
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Survey, "Survey file to write (FITS)")
      ->required();
  const CommandOptions<survey::CombineOptions> given(*command, survey::combineOptionTable());
  given["import.vacuum"]->excludes(given["import.air"]);
  command->footer(
      "Examples:\n  maury-cli combine hr10.fits hr21.fits --by source_id --only-complete --out arms.fits\n"
      "  maury-cli combine visits.fits --by star --repeats mean --velocity rv --out coadded.fits");
  command->callback([options, given, &common] {
    options->combine = given.options();
    options->combine.import.threads = common.threads;
    run(*options, common);
  });
}

}  // namespace maury::cli
