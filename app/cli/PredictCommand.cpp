// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "app/Console.h"
#include "app/cli/Commands.h"
#include "network/Runtime.h"
#include "survey/file/SurveyFile.h"
#include "workbench/stars/ApplyModel.h"

namespace maury::cli {

void addPredictCommand(CLI::App& app, const CommonOptions& common) {
  struct Options {
    std::string survey, model, out, part;
    inference::DropoutSampling sampling;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("predict", "Labels for every star of a survey file, streamed");
  command->add_option("survey", options->survey, "Survey file")->required();
  command->add_option("-m,--model", options->model, "Model file")->required();
  command->add_option("-o,--out", options->out, "Catalogue to write (FITS)")->required();
  command->add_option("--part", options->part, "Only the stars of this part of the model's split")
      ->check(CLI::IsMember({"training", "validation", "test"}));
  CLI::Option* passes =
      command
          ->add_option("--dropout-passes", options->sampling.passes,
                       "Predict so many times with dropout on; their scatter goes into the errors (0: dropout off)")
          ->check(CLI::Range(0, 10000))
          ->capture_default_str();
  command->add_option("--seed", options->sampling.seed, "Of the dropout")->needs(passes)->capture_default_str();
  command->footer("Example:\n  maury-cli predict mock.fits --model model.safetensors --out catalogue.fits");
  command->callback([options, &common] {
    app::ConsoleJob console(common.quiet);
    console.say(network::runtimeInfo().summary());
    const network::Model model = network::Model::load(options->model);
    const auto added = workbench::addedSteps(model, survey::SurveyReader(options->survey).schema());
    if (!added.empty()) console.say(fmt::format("applied the model's preprocessing: {}", fmt::join(added, "; ")));
    const workbench::FilePrediction files{options->survey, options->out,
                                          workbench::partNamed(options->part.empty() ? "all" : options->part),
                                          options->sampling, common.threads};
    for (const std::string& warning : workbench::applyModel(model, files, console.job()))
      console.say("warning: " + warning);
    fmt::print("labels written to {}\n", options->out);
  });
}

}  // namespace maury::cli
