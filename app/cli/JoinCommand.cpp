// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <memory>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "base/Error.h"
#include "survey/file/SurveyStream.h"
#include "survey/joining/JoinOptionTable.h"
#include "survey/joining/JoinSource.h"

namespace maury::cli {

namespace {

struct Options {
  std::string survey, catalogue, out;
  survey::JoinOptions join;
};

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  survey::ImportReport report;
  const survey::JoinSource catalogue(options.catalogue, options.join, report, console.job());
  for (const auto& warning : report.warnings)
    console.warn(warning);

  survey::SurveyParts needed = survey::kScalars;
  needed.names = survey::surveyMatchColumns(survey::SurveyReader(options.survey, needed).schema(), catalogue.options());
  const auto matches = survey::matchStars(survey::readSurvey(options.survey, console.job(), needed), catalogue.keys(),
                                          catalogue.options());
  for (const auto& warning : matches.warnings)
    console.warn(warning);
  if (matches.matched == 0)
    throw Error(ErrorKind::Mismatch,
                fmt::format("{} and {} have no star in common ({}). Check the ids, or try --by position.",
                            options.survey, options.catalogue, matches.summary()));
  const auto add = [&](survey::Dataset& chunk, std::size_t first) {
    catalogue.add(chunk, matches, first);
    if (options.join.onlyMatched)
      chunk = chunk.select(matches.matchedStars(catalogue.keys().starCount(), first, chunk.starCount()));
  };
  survey::rewriteSurvey(options.survey, options.out, add, catalogue.textWidth(), console.job());
  app::print("{}\nwritten to {}\n", matches.summary(), options.out);
}

}  // namespace

void addJoinCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("join", "Add the labels and columns of a catalogue to the stars of a survey");
  command->add_option("survey", options->survey, "Survey file")->required();
  command->add_option("catalogue", options->catalogue, "Table to add: CSV, ECSV, FITS or VOTable")->required();
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Survey, "Survey file to write (FITS)")
      ->required();
  const CommandOptions<survey::JoinOptions> given(*command, survey::joinOptionTable());
  command->footer(
      "Example:\n  maury-cli join spectra.fits allstar.fits --by position --radius 2 --only-matched --out joined.fits");
  command->callback([options, given, &common] {
    options->join = given.options();
    run(*options, common);
  });
}

}  // namespace maury::cli
