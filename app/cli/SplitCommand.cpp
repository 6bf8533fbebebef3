// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <array>
#include <memory>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "survey/dataset/SplitOptionTable.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"
#include "survey/names/Ids.h"

namespace maury::cli {

namespace {

struct Options {
  std::string survey, out;
  survey::SplitDesign design;
};

std::vector<survey::Part> partsOf(const Options& options, Job& job) {
  // Report a name that the survey lacks before reading its stars.
  const survey::SurveyReader reader(options.survey, survey::kScalars);
  (void)survey::splitStars(reader.schema(), options.design);
  survey::SurveyParts needed = survey::kScalars;
  needed.names = options.design.stratifyBy;
  if (!options.design.starColumn.empty())
    needed.names->push_back(options.design.starColumn);
  else
    for (const io::Column* column : survey::starIdColumns(reader.schema().columns))
      needed.names->push_back(column->name);
  return survey::splitStars(survey::readSurvey(options.survey, job, needed), options.design);
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  const auto parts = partsOf(options, console.job());
  const auto write = [&parts](survey::Dataset& chunk, std::size_t first) {
    const auto begin = parts.begin() + static_cast<std::ptrdiff_t>(first);
    survey::setSplitColumn(chunk, {begin, begin + static_cast<std::ptrdiff_t>(chunk.starCount())});
  };
  survey::rewriteSurvey(options.survey, options.out, write, survey::partName(survey::Part::Validation).size(),
                        console.job());

  std::array<std::size_t, 3> counts{};
  for (const survey::Part part : parts)
    ++counts[static_cast<std::size_t>(part)];
  app::print("{} training, {} validation, {} test spectra\nwritten to {}\n", counts[0], counts[1], counts[2],
             options.out);
}

}  // namespace

void addSplitCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("split", "Divide a survey into training, validation and test parts, stored in a column");
  command->add_option("survey", options->survey, "Survey file")->required();
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Survey,
            "Survey file to write (FITS), with the column 'split'")
      ->required();
  const CommandOptions<survey::SplitDesign> given(*command, survey::splitDesignTable());
  command->footer(
      "Example:\n  maury-cli split miles.fits --stratify teff,feh --test 0.2 --seed 3 --out miles-split.fits");
  command->callback([options, given, &common] {
    options->design = given.options();
    run(*options, common);
  });
}

}  // namespace maury::cli
