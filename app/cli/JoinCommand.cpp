// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "base/Error.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"
#include "survey/joining/JoinOptionTable.h"
#include "survey/joining/JoinSource.h"

namespace maury::cli {

namespace {

struct Options {
  std::string survey, catalogue, out;
  survey::JoinOptions join;
};

void sayReport(const survey::ImportReport& report, app::ConsoleJob& console) {
  for (const auto& note : report.notes)
    app::print("note: {}\n", note);
  for (const auto& warning : report.warnings)
    console.warn(warning);
}

/// Imports the stars from a table or spectra that are not a survey file. Clears join.ownColumn if it names the ids.
survey::Dataset importStars(const std::string& path, survey::JoinOptions& join, app::ConsoleJob& console) {
  survey::ImportOptions import;
  import.textIsEnough = true;
  import.keepSentinels = join.keepSentinels;
  survey::ImportReport report;
  survey::Dataset stars = survey::importSurvey({path}, import, report, console.job());
  if (!join.ownColumn.empty() && stars.findColumn(join.ownColumn) == nullptr) {  // it may be the column of the ids
    import.idColumn = std::exchange(join.ownColumn, {});
    stars = survey::importSurvey({path}, import, report, console.job());
  }
  sayReport(report, console);
  return stars;
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  survey::ImportReport report;
  const survey::JoinSource catalogue(options.catalogue, options.join, report, console.job());
  sayReport(report, console);

  // A survey file is rewritten chunk by chunk; any other table or spectra are held in memory.
  std::error_code none;
  const bool isStreamed =
      std::filesystem::is_regular_file(options.survey, none) && survey::isSurveyFile(options.survey);
  survey::JoinOptions join = catalogue.options();
  survey::Dataset stars;
  if (isStreamed) {
    survey::SurveyParts needed = survey::kScalars;
    needed.names = survey::surveyMatchColumns(survey::SurveyReader(options.survey, needed).schema(), join);
    stars = survey::readSurvey(options.survey, console.job(), needed);
  } else {
    stars = importStars(options.survey, join, console);
  }
  const auto matches = survey::matchStars(stars, catalogue.keys(), join);
  for (const auto& warning : matches.warnings)
    console.warn(warning);
  if (matches.matched == 0)
    throw Error(ErrorKind::Mismatch,
                fmt::format("{} and {} have no star in common ({}). {}", options.survey, options.catalogue,
                            matches.summary(), matches.noMatchReason),
                options.join.by == survey::JoinBy::Position ? "Try a larger --radius."
                                                            : "Check the ids, or try --by position.");
  const auto add = [&](survey::Dataset& chunk, std::size_t first) {
    catalogue.add(chunk, matches, first);
    if (options.join.onlyMatched)
      chunk = chunk.select(matches.matchedStars(catalogue.keys().starCount(), first, chunk.starCount()));
  };
  if (isStreamed) {
    survey::rewriteSurvey(options.survey, options.out, add, catalogue.textWidth(), console.job());
  } else {
    add(stars, 0);
    survey::writeSurvey(options.out, stars, console.job());
  }
  app::print("{}\nwritten to {}\n", matches.summary(), options.out);
}

}  // namespace

void addJoinCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("join", "Add the labels and columns of a catalogue to the stars of a survey");
  command->add_option("survey", options->survey, "Stars: a survey file, a table or spectra")->required();
  command->add_option("catalogue", options->catalogue, "Table to add: CSV, ECSV, FITS, VOTable, HDF5 or NumPy")
      ->required();
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
