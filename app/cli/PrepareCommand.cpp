// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "base/Error.h"
#include "survey/file/SurveyReader.h"
#include "survey/file/SurveyStream.h"
#include "survey/recipe/Recipe.h"
#include "survey/recipe/StepForms.h"

namespace maury::cli {

namespace {

struct Options {
  std::string survey, out;
  std::vector<std::string> steps;
  bool listSteps = false;
};

std::string stepList() {
  std::string list;
  for (const survey::StepForm& form : survey::stepForms()) {
    std::string text = form.start;
    for (const survey::StepKey& key : form.keys)
      text += fmt::format(" {}=", key.key);
    list += fmt::format("{:<62} {}\n", text, form.summary);
  }
  return list;
}

void run(const Options& options, const CommonOptions& common) {
  if (options.listSteps) {
    app::print("{}", stepList());
    return;
  }
  if (options.survey.empty() || options.out.empty() || options.steps.empty())
    throw Error(ErrorKind::Usage,
                "prepare needs a survey file, at least one --step, and --out. Use --list-steps to list the steps.");

  app::ConsoleJob console(common.quiet);
  const survey::Recipe recipe = survey::Recipe::parse(options.steps);
  const survey::Dataset schema = recipe.requireApplicable(survey::SurveyReader(options.survey).schema());
  survey::RecipeReport report;
  std::size_t stars = 0;
  survey::rewriteSurvey(
      options.survey, options.out,
      [&](survey::Dataset& chunk, std::size_t) {
        recipe.apply(
            chunk, report, [&](std::size_t) { console.job().checkpoint(); }, common.threads);
        stars += chunk.starCount();
      },
      1, console.job());
  for (const std::string& warning : report.warnings())
    console.warn(warning);
  app::print("{} stars, {}\nsteps: {}\nwritten to {}\n", stars, schema.grid.describe(),
             fmt::join(schema.provenance.preprocessing, "; "), options.out);
}

}  // namespace

void addPrepareCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("prepare", "Apply preprocessing steps to a survey file, and record them in it");
  command->add_option("survey", options->survey, "Survey file");
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Survey, "Survey file to write (FITS)");
  command
      ->add_option("--step", options->steps,
                   "Preprocessing step, verb key=value …. Repeat for more; they are applied in order")
      ->take_all()
      ->allow_extra_args(false);
  command->add_flag("--list-steps", options->listSteps, "List the steps with their keys, and exit");
  command->footer(
      "Example:\n  maury-cli prepare rvs.fits --step 'resample preset=rvs800' --step 'edge-fill value=1' --out "
      "rvs800.fits");
  command->callback([options, &common] { run(*options, common); });
}

}  // namespace maury::cli
