// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "survey/file/SurveyCopy.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"
#include "survey/filter/Filter.h"
#include "survey/importing/ImportOptionTable.h"
#include "survey/recipe/Recipe.h"

namespace maury::cli {

namespace {

struct Options {
  std::vector<std::string> paths;
  std::string out, filter;
  std::vector<std::string> steps;
  survey::ImportOptions import;
  bool dryRun = false;
};

/// Prints how the files were read: everything, or the essentials and those doubts that no note or warning states.
void printReading(const survey::ImportReport& report, bool isWhole) {
  std::vector<std::string> said = report.notes;
  said.insert(said.end(), report.warnings.begin(), report.warnings.end());
  const std::vector<std::string> lines = isWhole ? survey::readingLines(report.reading, true)
                                                 : survey::readingLines(withoutDoubtsIn(report.reading, said), false);
  if (!lines.empty()) app::print("reading:\n");
  for (const std::string& line : lines)
    app::print("  {}\n", line);
}

/// Prints notes and omissions to stdout. They are results, so they appear even with --quiet.
void printReport(const survey::ImportReport& report, const Options& options) {
  for (const std::string& note : report.notes)
    app::print("note: {}\n", note);
  if (report.leftOut.size() == 1)
    app::print("1 file was left out:\n");
  else if (!report.leftOut.empty())
    app::print("{} files were left out:\n", report.leftOut.size());
  for (const std::string& line : report.leftOutLines())
    app::print("  {}\n", line);
  if (report.repeatSpectra > 0)
    app::print("{} spectra are repeat observations of stars that have another spectrum\n", report.repeatSpectra);
  if (!options.import.labels.empty())
    app::print("labels: {} spectra matched, {} without a label row; {} label rows without a spectrum\n", report.matched,
               report.unmatchedSpectra, report.unmatchedLabels);
}

/// Returns true if the only input is a survey file to which no table is joined: it is copied in bounded memory.
bool isCopy(const Options& options) {
  std::error_code none;
  return options.paths.size() == 1 && options.import.labels.empty() && options.import.roles.empty() &&
         !options.import.rowsAreAligned && std::filesystem::is_regular_file(options.paths.front(), none) &&
         survey::isSurveyFile(options.paths.front());
}

void requireStars(std::size_t stars, const Options& options) {
  if (stars > 0) return;
  throw Error(ErrorKind::Mismatch,
              options.filter.empty() ? fmt::format("{}: there are no stars to import.", options.paths.front())
                                     : fmt::format("No star passes --filter '{}'. Widen the filter.", options.filter));
}

/// Imports everything into memory. Returns the schema and number of the stars that were written.
survey::CopiedStars importInMemory(const Options& options, const survey::Recipe& recipe, survey::ImportReport& report,
                                   survey::RecipeReport& recipeReport, unsigned threads, app::ConsoleJob& console) {
  survey::Dataset dataset =
      survey::importSurvey({options.paths.begin(), options.paths.end()}, options.import, report, console.job());
  for (const auto& warning : report.warnings)
    console.warn(warning);
  if (!options.filter.empty()) dataset = dataset.select(survey::filterRows(dataset, options.filter));
  requireStars(dataset.starCount(), options);
  if (options.dryRun) return {dataset.select({}), dataset.starCount()};
  if (!recipe.empty()) recipe.apply(dataset, recipeReport, console.job(), threads);
  survey::writeSurvey(options.out, dataset, console.job());
  return {dataset.select({}), dataset.starCount()};
}

/// Describes a survey file that would be copied.
survey::CopiedStars readSchema(const Options& options, survey::ImportReport& report, Job& job) {
  const std::filesystem::path path = options.paths.front();
  const survey::SurveyReader reader(path);
  reader.verifyChecksums(job);
  constexpr std::size_t kExamples = 3;
  const survey::Dataset first = reader.read(0, std::min(kExamples, reader.starCount()));
  addGroup(report.reading, readingOfSurvey(first, path.filename().string(), reader.starCount()));
  return {reader.schema(), reader.starCount()};
}

survey::CopiedStars copySurvey(const Options& options, const survey::Recipe& recipe, survey::ImportReport& report,
                               survey::RecipeReport& recipeReport, unsigned threads, app::ConsoleJob& console) {
  const survey::CopiedStars all = readSchema(options, report, console.job());
  if (options.dryRun && options.filter.empty()) return all;
  if (options.dryRun) {
    const std::size_t stars = survey::filterFile(options.paths.front(), options.filter, console.job()).size();
    requireStars(stars, options);
    return {all.schema, stars};
  }
  const auto change = [&](survey::Dataset& chunk) {
    if (recipe.empty()) return;
    recipe.apply(
        chunk, recipeReport, [&](std::size_t) { console.job().checkpoint(); }, threads);
  };
  survey::CopiedStars copied =
      survey::copyStars(options.paths.front(), options.out, options.filter, change, console.job());
  requireStars(copied.stars, options);
  return copied;
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  const survey::Recipe recipe = survey::Recipe::parse(options.steps);
  survey::ImportReport report;
  survey::RecipeReport recipeReport;
  const survey::CopiedStars written =
      isCopy(options) ? copySurvey(options, recipe, report, recipeReport, common.threads, console)
                      : importInMemory(options, recipe, report, recipeReport, common.threads, console);
  for (const auto& warning : recipeReport.warnings())
    console.warn(warning);

  app::print("{} stars, {}, {} labels\n", written.stars, written.schema.grid.describe(), written.schema.labels.size());
  printReport(report, options);
  printReading(report, options.dryRun || common.verbose);
  if (options.dryRun)
    app::print("nothing was written\n");
  else
    app::print("written to {}\n", options.out);
}

}  // namespace

void addImportCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("import", "Combine spectra, labels and catalogues into a survey file");
  command
      ->add_option(
          "paths", options->paths,
          "Spectra (FITS, CSV, ECSV, VOTable, HDF5, NumPy), folders or zip archives of them, a matrix, or a catalogue")
      ->required();
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Survey,
            "Survey file to write (FITS); required except with --dry-run");
  command->add_flag("--dry-run", options->dryRun,
                    "Read everything, print the whole reading report and write nothing; steps are not applied");
  const CommandOptions<survey::ImportOptions> given(*command, survey::importOptionTable());
  given["vacuum"]->excludes(given["air"]);
  command
      ->add_option(
          "--step", options->steps,
          "Preprocessing step (see prepare --list-steps). Repeat for more; they are applied in order and recorded")
      ->take_all()
      ->allow_extra_args(false);
  command->add_option("--filter", options->filter, "Keep only these stars, e.g. 'teff > 4000 && teff < 7000'");
  command->footer(
      "Examples:\n  maury-cli import miles/ --labels miles/labels.csv --air --step 'continuum method=running-mean "
      "pixels=301' --out miles.fits\n"
      "  maury-cli import unknown.fits --dry-run\n"
      "  maury-cli import datalink.zip --labels gaia_source.vot --out rvs.fits\n"
      "  maury-cli import lamost/ --grid loglam:3.57:0.0001:3900 --out lamost.fits");
  command->callback([options, given, &common] {
    if (options->out.empty() && !options->dryRun) throw CLI::RequiredError("--out");
    options->import = given.options();
    options->import.threads = common.threads;
    run(*options, common);
  });
}

}  // namespace maury::cli
