// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "app/Console.h"
#include "app/cli/Commands.h"
#include "network/Model.h"
#include "network/Runtime.h"
#include "survey/Import.h"
#include "survey/SurveyFile.h"
#include "survey/SurveyStream.h"

namespace maury::cli {

namespace {

void printRow(const std::string& name, const std::string& value) {
  fmt::print("  {:<16}{}\n", name, value);
}

void describeModel(const std::string& path) {
  const network::Model model = network::Model::load(path);
  const network::ModelInfo& info = model.info();
  fmt::print("{}: model\n", path);
  printRow("network", fmt::format("{} × {}", info.network.preset.empty() ? "own" : info.network.preset, info.members));
  printRow("parameters", std::to_string(model.parameterCount()));
  printRow("spectrum", info.grid.describe());
  for (const auto& mask : info.masks)
    printRow("mask", fmt::format("{:g}–{:g} nm", mask.lowNm, mask.highNm));
  for (const auto& input : info.inputs)
    printRow("input", fmt::format("{} × {} {}", input.name, input.width, input.unit));
  for (const auto& label : info.labels) {
    printRow("label", fmt::format("{} {:g} … {:g} {}", label.name, label.minimum, label.maximum, label.unit));
  }
  printRow("trained on", fmt::format("{} stars of {}", info.trainingStars, info.trainedOn.origin));
  for (const auto& step : info.trainedOn.preprocessing)
    printRow("step", step);
  printRow("made by", info.program);
  if (!info.command.empty()) printRow("command", info.command);

  std::vector<std::size_t> widths;
  for (const auto& branch : info.network.auxiliary) {
    std::size_t width = 0;
    for (const auto& input : info.inputs) {
      if (std::find(branch.inputs.begin(), branch.inputs.end(), input.name) != branch.inputs.end())
        width += input.width;
    }
    widths.push_back(width);
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : network::layerList(info.network, info.pixels().size(), widths, info.labels.size())) {
    rows.push_back({row.branch, row.layer, row.shape, std::to_string(row.parameters)});
  }
  fmt::print("\n{}", app::tableText({"branch", "layer", "shape", "parameters"}, rows));
}

/// All that is said of a file; of a survey file without reading its spectra into memory.
survey::Dataset readFor(const std::string& path, survey::ImportReport& report, Job& job) {
  if (!survey::isSurveyFile(path)) return survey::importSurvey({path}, {}, report, job);
  survey::Dataset stars = survey::readStars(path, job);
  const survey::SurveyReader reader(path);
  stars.grid = reader.schema().grid;
  stars.inputs = reader.schema().inputs;
  return stars;
}

void describeSurvey(const std::string& path, Job& job) {
  survey::ImportReport report;
  const survey::Dataset dataset = readFor(path, report, job);
  fmt::print("{}: {}\n", path, dataset.provenance.isMock ? "mock survey" : "survey");
  printRow("origin", dataset.provenance.origin);
  printRow("stars", std::to_string(dataset.starCount()));
  printRow("spectra", dataset.grid.describe());
  for (const auto& step : dataset.provenance.preprocessing)
    printRow("step", step);
  for (const auto& note : dataset.provenance.notes)
    printRow("note", note);
  for (const auto& input : dataset.inputs)
    printRow("input", fmt::format("{} × {} {}", input.name, input.width, input.unit));
  for (const auto& label : dataset.labels) {
    float low = INFINITY, high = -INFINITY;
    std::size_t missing = 0;
    for (const float value : label.values) {
      if (std::isnan(value)) {
        ++missing;
      } else {
        low = std::min(low, value);
        high = std::max(high, value);
      }
    }
    printRow("label", missing == label.values.size()
                          ? fmt::format("{}: no values", label.name)
                          : fmt::format("{} {:g} … {:g} {}, {} missing", label.name, low, high, label.unit, missing));
  }
  std::vector<std::string> names;
  for (const auto& column : dataset.columns)
    names.push_back(column.name);
  if (!names.empty()) printRow("columns", fmt::format("{}", fmt::join(names, ", ")));
  for (const auto& warning : report.warnings)
    printRow("warning", warning);
}

}  // namespace

void addInfoCommand(CLI::App& app, const CommonOptions& common) {
  auto paths = std::make_shared<std::vector<std::string>>();
  CLI::App* command = app.add_subcommand("info", "What a survey, catalogue or model holds; what this program runs on");
  command->add_option("files", *paths, "Surveys, catalogues or models");
  command->footer("Example:\n  maury-cli info mock.fits model.safetensors");
  command->callback([paths, &common] {
    app::ConsoleJob console(common.quiet);
    fmt::print("Maury {} · {}\n", MAURY_VERSION, network::runtimeInfo().summary());
    for (const auto& path : *paths) {
      fmt::print("\n");
      if (path.ends_with(".safetensors")) {
        describeModel(path);
      } else {
        describeSurvey(path, console.job());
      }
    }
  });
}

}  // namespace maury::cli
