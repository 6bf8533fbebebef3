// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <memory>
#include <numeric>

#include "app/Console.h"
#include "app/cli/Commands.h"
#include "attribution/Sensitivity.h"
#include "io/AtomicFile.h"
#include "io/Table.h"
#include "survey/SurveyStream.h"

namespace maury::cli {

namespace {

struct Options {
  std::string what, survey, filter, out;
  std::vector<std::string> models;
  std::vector<double> values;
  std::size_t stars = 1000;
  double windowNm = 0.6;
  std::uint64_t seed = 1;
};

/// What is varied: a name and unit for the table, the values, and what each does.
struct Experiment {
  std::string column, unit, description;
  std::vector<double> values;
  std::function<attribution::Perturbation(double)> perturbation;
};

std::vector<double> windowCentres(const spectra::WavelengthGrid& grid, double widthNm) {
  std::vector<double> centres;
  for (double nm = grid.first() + 0.5 * widthNm; nm < grid.last(); nm += 0.5 * widthNm)
    centres.push_back(nm);
  return centres;
}

Experiment experimentOf(const Options& options, const spectra::WavelengthGrid& grid) {
  Experiment experiment;
  if (options.what == "rv") {
    experiment = {"velocity_km_s",
                  "km/s",
                  "Shift of the spectrum",
                  {-100, -50, -20, -10, -5, -2, 0, 2, 5, 10, 20, 50, 100},
                  [](double velocity) {
                    attribution::Perturbation done;
                    done.velocityKmS = velocity;
                    return done;
                  }};
  } else if (options.what == "noise") {
    experiment = {"snr",
                  "",
                  "S/N that noise was added down to",
                  {200, 100, 70, 50, 40, 30, 25, 20, 15, 10},
                  [seed = options.seed](double snr) {
                    attribution::Perturbation done;
                    done.snr = snr;
                    done.seed = seed;
                    return done;
                  }};
  } else {
    experiment = {"wavelength_nm", "nm", "Middle of the masked window (vacuum)", windowCentres(grid, options.windowNm),
                  [half = 0.5 * options.windowNm](double nm) {
                    attribution::Perturbation done;
                    done.masked = {{nm - half, nm + half}};
                    return done;
                  }};
  }
  if (!options.values.empty()) experiment.values = options.values;
  return experiment;
}

using Points = std::vector<attribution::SensitivityPoint>;

void print(const Experiment& experiment, const std::string& model, const network::ModelInfo& info,
           const Points& points) {
  std::vector<std::string> header{experiment.column};
  for (const network::ModelLabel& label : info.labels)
    header.push_back(label.unit == "K" ? fmt::format("Δ{} (K)", label.name) : fmt::format("Δ{}", label.name));
  std::vector<std::vector<std::string>> rows;
  for (const auto& point : points) {
    std::vector<std::string>& row = rows.emplace_back();
    row.push_back(fmt::format("{:.6g}", point.value));
    for (std::size_t l = 0; l < info.labels.size(); ++l) {
      row.push_back(info.labels[l].unit == "K" ? fmt::format("{:+.0f} ± {:.0f}", point.bias[l], point.scatter[l])
                                               : fmt::format("{:+.3f} ± {:.3f}", point.bias[l], point.scatter[l]));
    }
  }
  fmt::print("\n{}: mean change ± scatter over the stars\n{}", model, app::tableText(header, rows));
}

/// Adds the columns of one model, whose place in the list names them if there are several.
void addColumns(io::Table& table, const network::ModelInfo& info, const Points& points, const std::string& suffix) {
  for (std::size_t l = 0; l < info.labels.size(); ++l) {
    std::vector<double> bias, scatter, error;
    for (const auto& point : points) {
      bias.push_back(point.bias[l]);
      scatter.push_back(point.scatter[l]);
      error.push_back(point.error[l]);
    }
    const auto& [name, unit, low, high] = info.labels[l];
    table.columns.push_back({name + "_change" + suffix, unit, bias, "Mean change of the label", "stat.mean"});
    table.columns.push_back({name + "_scatter" + suffix, unit, scatter, "Its scatter over the stars", "stat.stdev"});
    table.columns.push_back({name + "_error" + suffix, unit, error, "Standard error of the mean", "stat.error"});
  }
}

void run(const Options& options, const CommonOptions& common) {
  app::ConsoleJob console(common.quiet);
  if (!options.out.empty()) {  // found now, not after the work
    io::tableFormatOf(options.out);
    const io::AtomicFile writable(options.out);
  }
  const survey::Dataset stars = survey::readChosen(options.survey, options.filter, options.stars, console.job());
  std::vector<std::size_t> rows(stars.starCount());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  fmt::print("{} stars\n", rows.size());
  io::Table table;
  for (std::size_t m = 0; m < options.models.size(); ++m) {
    const network::Model model = network::Model::load(options.models[m]);
    const Experiment experiment = experimentOf(options, model.info().grid);
    const Points points = attribution::sensitivity(model, stars, rows, experiment.values, experiment.perturbation,
                                                   console.job(), common.threads);
    print(experiment, options.models[m], model.info(), points);
    if (m == 0)
      table.columns.push_back({experiment.column, experiment.unit, experiment.values, experiment.description, ""});
    addColumns(table, model.info(), points, m == 0 ? std::string() : fmt::format("_{}", m + 1));
  }
  if (options.out.empty()) return;
  table.notes = {
      fmt::format("Change of labels, {} stars; columns with _2 … are of the second model and so on", rows.size())};
  io::writeTable(options.out, table);
  fmt::print("\nwritten to {}\n", options.out);
}

}  // namespace

void addExperimentCommand(CLI::App& app, const CommonOptions& common) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("experiment", "How labels move when spectra are shifted, made noisier or masked");
  command->add_option("what", options->what, "rv, noise or mask")
      ->required()
      ->check(CLI::IsMember({"rv", "noise", "mask"}));
  command->add_option("survey", options->survey, "Survey file with spectra")->required();
  command->add_option("-m,--model", options->models, "Model file; several stand beside each other")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--filter", options->filter, "These stars only, e.g. 'logg < 2.2 && snr > 50'");
  command->add_option("--stars", options->stars, "Stars at most, evenly spread over the file")->capture_default_str();
  command->add_option("--values", options->values, "Velocities (km/s), S/N or middles of windows (nm) to try");
  command->add_option("--window", options->windowNm, "Width of the masked window (nm)")->capture_default_str();
  command->add_option("--seed", options->seed, "Of the noise")->capture_default_str();
  command->add_option("-o,--out", options->out, "Table to write: .csv, .ecsv, .vot or .fits");
  command->footer(
      "Example:\n  maury-cli experiment rv mock.fits -m cnn.safetensors -m dense.safetensors --filter 'snr > 50'");
  command->callback([options, &common] { run(*options, common); });
}

}  // namespace maury::cli
