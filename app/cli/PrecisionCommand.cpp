// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "app/Console.h"
#include "app/cli/CommandOptions.h"
#include "app/cli/Commands.h"
#include "base/Error.h"
#include "inference/Predictor.h"
#include "io/tables/Table.h"
#include "io/tables/WriteTable.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "survey/filter/Filter.h"
#include "survey/names/LabelNames.h"
#include "validation/PrecisionOptionTable.h"
#include "workbench/stars/ApplyModel.h"
#include "workbench/validation/ValidationStars.h"

namespace maury::cli {

namespace {

std::string textOf(double value, const std::string& unit) {
  if (!std::isfinite(value)) return "–";
  return fmt::format("{:.{}f}", value, survey::scatterDecimals(unit));
}

std::string ratioText(double ratio, double error) {
  if (!std::isfinite(ratio)) return "–";
  return fmt::format("{:.2f} ± {:.2f}", ratio, error);
}

void print(const std::vector<validation::LabelPrecision>& precision) {
  for (const auto& label : precision) {
    app::print("{}{}, against {}\n", label.label, label.unit.empty() ? "" : " (" + label.unit + ")",
               label.againstTruth ? "the truth" : "reference labels");
    std::vector<std::vector<std::string>> lines;
    for (const auto& bin : label.bins) {
      lines.push_back(
          {fmt::format("{:g}–{:g}", bin.snrLow, bin.snrHigh), std::to_string(bin.stars), textOf(bin.bias, label.unit),
           fmt::format("{} ± {}", textOf(bin.scatter, label.unit), textOf(bin.scatterError, label.unit)),
           textOf(bin.internal, label.unit), textOf(bin.uncertainty, label.unit), textOf(bin.bound, label.unit),
           textOf(bin.boundPosterior, label.unit), textOf(bin.boundSpectrum, label.unit),
           ratioText(bin.overBound, bin.overBoundError), ratioText(bin.overPosterior, bin.overPosteriorError)});
    }
    app::print("{}", app::tableText({"S/N", "stars", "bias", "scatter", "internal", "sigma", "bound", "posterior bound",
                                     "spectrum bound", "scatter/bound", "scatter/posterior"},
                                    lines));
  }
}

struct Options {
  std::string survey, model, out;
  workbench::ValidationStars stars;
  validation::PrecisionOptions precision;
};

void run(Options options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  const network::Model model = network::Model::load(options.model);
  const auto rows = workbench::rowsInPart(model, options.survey, options.stars.part, console.job());
  const survey::Dataset catalogue = inference::predictRows(model, options.survey, rows, console.job(), common.threads);
  const auto stars = survey::filterRows(catalogue, options.stars.filter);
  const std::string part = workbench::partText(options.stars.part);
  if (stars.empty())
    throw Error(ErrorKind::Mismatch,
                fmt::format("{}: no star is selected (part: {}). Choose another part or widen the filter.",
                            options.survey, part));
  options.precision.grid = model.info().grid;
  options.precision.prior = validation::surveyLabelPrior(options.survey, console.job());
  const auto precision = validation::precisionBySnr(catalogue, stars, options.precision, console.job());
  app::print("{} stars ({})\n", stars.size(), part);
  print(precision);
  if (!options.out.empty()) io::writeTable(options.out, validation::precisionTable(precision));
}

}  // namespace

void addPrecisionCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "precision", "Measure the scatter of predicted labels against S/N, with the bound for mock surveys");
  command->add_option("survey", options->survey, "Survey file with labels")->required();
  command->add_option("-m,--model", options->model, "Model file")->required();
  const CommandOptions<workbench::ValidationStars> stars(*command, workbench::validationStarsTable());
  const CommandOptions<validation::PrecisionOptions> precision(*command, validation::precisionOptionTable());
  addOutput(*command, "-o,--out", options->out, workbench::OutputKind::Table,
            "Table to write: .csv, .ecsv, .vot or .fits");
  command->footer(
      "scatter: robust scatter of the residuals (1.4826 MAD); internal: median scatter of the ensemble; sigma: median\n"
      "calibrated uncertainty; bound, spectrum bound: median Cramér–Rao bound from all inputs, or from only the\n"
      "spectrum; posterior bound: the same from all inputs and the distribution of labels in the survey;\n"
      "scatter/bound, scatter/posterior: scatter of the residuals after dividing each by the bound of its star.\n"
      "Example:\n  maury-cli precision mock.fits --model model.safetensors --filter 'logg < 3.5' --out precision.csv");
  command->callback([options, stars, precision, &common] {
    options->stars = stars.options();
    options->precision = precision.options();
    run(*options, common);
  });
}

}  // namespace maury::cli
