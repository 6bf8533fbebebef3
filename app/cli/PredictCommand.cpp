// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "inference/DropoutOptionTable.h"
#include "network/Runtime.h"
#include "survey/file/SurveyReader.h"
#include "workbench/stars/ApplyModel.h"

namespace maury::cli {

void addPredictCommand(CLI::App& app, const CommonOptions& common) {
  struct Options {
    std::string survey, model, out, part;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("predict", "Predict labels for every star of a survey file, in bounded memory");
  command->add_option("survey", options->survey, "Survey file")->required();
  command->add_option("-m,--model", options->model, "Model file")->required();
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Catalogue, "Catalogue to write (FITS)")
      ->required();
  command->add_option("--part", options->part, "Predict only the stars in this part of the model's split")
      ->check(CLI::IsMember({"training", "validation", "test"}));
  const CommandOptions<inference::DropoutSampling> given(*command, inference::dropoutOptionTable());
  given["seed"]->needs(given["passes"]);
  command->footer("Example:\n  maury-cli predict mock.fits --model model.safetensors --out catalogue.fits");
  command->callback([options, given, &common] {
    app::ConsoleJob console(common.quiet);
    console.say(network::runtimeInfo().summary());
    const network::Model model = network::Model::load(options->model);
    const auto added = workbench::stepsToApply(model, survey::SurveyReader(options->survey).schema());
    if (!added.empty()) console.say(fmt::format("applied the model's preprocessing: {}", fmt::join(added, "; ")));
    const workbench::FilePrediction files{options->survey, options->out,
                                          workbench::partFromName(options->part.empty() ? "all" : options->part),
                                          given.options(), common.threads};
    for (const std::string& warning : workbench::applyModel(model, files, console.job()))
      console.warn(warning);
    app::print("labels written to {}\n", options->out);
  });
}

}  // namespace maury::cli
