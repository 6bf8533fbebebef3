// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <numeric>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "attribution/experiments/ExperimentOptionTable.h"
#include "io/tables/WriteTable.h"
#include "survey/file/SurveyStream.h"
#include "survey/names/LabelNames.h"

namespace maury::cli {

namespace {

struct Options {
  std::string kind, survey, filter, out;
  std::vector<std::string> models;
  attribution::ExperimentOptions experiment;
};

void print(const attribution::Experiment& experiment, const std::string& model,
           const attribution::ExperimentCurve& curve) {
  std::vector<std::string> header{experiment.column};
  for (const network::ModelLabel& label : curve.labels)
    header.push_back(fmt::format("Δ{}{}", label.name, survey::unitSuffix(label.unit)));
  std::vector<std::vector<std::string>> rows;
  for (const auto& point : curve.points) {
    std::vector<std::string>& row = rows.emplace_back();
    row.push_back(fmt::format("{:.6g}", point.value));
    for (std::size_t l = 0; l < curve.labels.size(); ++l) {
      const int decimals = survey::scatterDecimals(curve.labels[l].unit);
      row.push_back(fmt::format("{:+.{}f} ± {:.{}f}", point.bias[l], decimals, point.scatter[l], decimals));
    }
  }
  app::print("\n{}: mean change ± scatter over the stars\n{}", model, app::tableText(header, rows));
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  const survey::Dataset stars =
      survey::readFiltered(options.survey, options.filter, options.experiment.maxStars, console.job());
  std::vector<std::size_t> rows(stars.starCount());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  app::print("{} stars\n", rows.size());
  std::vector<attribution::ExperimentCurve> curves;
  attribution::Experiment experiment;
  for (const std::string& path : options.models) {
    const network::Model model = network::Model::load(path);
    if (curves.empty()) experiment = attribution::makeExperiment(options.experiment, model.info().grid);
    curves.push_back(
        {model.info().labels, attribution::sensitivity(model, stars, rows, experiment.values, experiment.perturbation,
                                                       console.job(), common.threads)});
    print(experiment, path, curves.back());
  }
  if (options.out.empty()) return;
  io::writeTable(options.out, attribution::experimentTable(experiment, curves, rows.size()));
  app::print("\nwritten to {}\n", options.out);
}

}  // namespace

void addExperimentCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("experiment", "Measure how labels change when spectra are shifted, made noisier or masked");
  command->add_option("kind", options->kind, "Perturbation of the spectra: rv (shift), noise, or mask (of a window)")
      ->required()
      ->check(CLI::IsMember(attribution::experimentNames()));
  command->add_option("survey", options->survey, "Survey file with spectra")->required();
  command->add_option("-m,--model", options->models, "Model file. Repeat to compare several models")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--filter", options->filter,
                      "Use only stars that pass this filter, e.g. 'logg < 2.2 && snr > 50'");
  const CommandOptions<attribution::ExperimentOptions> given(*command, attribution::experimentOptionTable());
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Table,
            "Table to write: .csv, .ecsv, .vot or .fits");
  command->footer(
      "Example:\n  maury-cli experiment rv mock.fits -m cnn.safetensors -m dense.safetensors --filter 'snr > 50'");
  command->callback([options, given, &common] {
    options->experiment = given.options();
    findOption(attribution::experimentOptionTable(), "kind").set(options->experiment, options->kind);
    run(*options, common);
  });
}

}  // namespace maury::cli
