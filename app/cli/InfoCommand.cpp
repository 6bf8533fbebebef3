// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/Console.h"
#include "app/ErrorText.h"
#include "app/cli/Commands.h"
#include "base/Error.h"
#include "base/process/Diagnostics.h"
#include "base/text/Printable.h"
#include "network/Runtime.h"
#include "network/model/Model.h"
#include "survey/file/SurveyFile.h"
#include "survey/file/SurveyStream.h"
#include "survey/importing/Import.h"
#include "workbench/opening/OpenFiles.h"

namespace maury::cli {

namespace {

void printRow(const std::string& name, const std::string& value) {
  app::print("  {:<16}{}\n", name, printable(value));
}

void describeModel(const std::string& path) {
  const network::Model model = network::Model::load(path);
  const network::ModelInfo& info = model.info();
  app::print("{}: model\n", path);
  printRow("network",
           fmt::format("{} × {}", info.network.preset.empty() ? "edited" : info.network.preset, info.members));
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
  for (const auto& branch : info.network.auxiliary()) {
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
  app::print("\n{}", app::tableText({"branch", "layer", "shape", "parameters"}, rows));
}

/// Metadata of a survey or catalogue, its number of stars, and the range of each label.
struct Description {
  survey::Dataset schema;
  std::size_t stars = 0;
  struct Range {
    float low = INFINITY, high = -INFINITY;
    std::size_t missing = 0;
  };
  std::vector<Range> labels;

  void add(const survey::Dataset& some) {
    stars += some.starCount();
    labels.resize(some.labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
      for (const float value : some.labels[i].values) {
        if (std::isnan(value)) {
          ++labels[i].missing;
        } else {
          labels[i].low = std::min(labels[i].low, value);
          labels[i].high = std::max(labels[i].high, value);
        }
      }
    }
  }
};

/// Describes a survey or catalogue; survey files may be larger than memory.
Description describe(const std::string& path, survey::ImportReport& report, Job& job) {
  Description found;
  if (survey::isSurveyFile(path)) {
    const survey::SurveyReader reader(path);
    reader.verifyChecksums(job);
    found.schema = reader.schema();
    found.labels.resize(found.schema.labels.size());
    survey::forEachChunk(path, survey::kScalars, [&](const survey::Dataset& chunk) {
      job.checkpoint();
      found.add(chunk);
    });
  } else {
    const survey::Dataset dataset = survey::importSurvey({path}, {}, report, job);
    found.schema = dataset.select({});
    found.add(dataset);
  }
  return found;
}

void describeSurvey(const std::string& path, Job& job) {
  survey::ImportReport report;
  const Description found = describe(path, report, job);
  const survey::Dataset& dataset = found.schema;
  app::print("{}: {}\n", path, dataset.provenance.isMock ? "mock survey" : "survey");
  printRow("origin", dataset.provenance.origin);
  printRow("stars", std::to_string(found.stars));
  printRow("spectra", dataset.grid.describe());
  for (const auto& step : dataset.provenance.preprocessing)
    printRow("step", step);
  for (const auto& note : dataset.provenance.notes)
    printRow("note", note);
  for (const auto& input : dataset.inputs)
    printRow("input", fmt::format("{} × {} {}", input.name, input.width, input.unit));
  for (std::size_t i = 0; i < dataset.labels.size(); ++i) {
    const survey::Label& label = dataset.labels[i];
    const auto& [low, high, missing] = found.labels[i];
    printRow("label", missing == found.stars
                          ? fmt::format("{}: no values", label.name)
                          : fmt::format("{} {:g} … {:g} {}, {} missing", label.name, low, high, label.unit, missing));
  }
  std::vector<std::string> names;
  for (const auto& column : dataset.columns)
    names.push_back(column.name);
  if (!names.empty()) printRow("columns", fmt::format("{}", fmt::join(names, ", ")));
  const std::vector<std::string>& reading = dataset.provenance.reading;
  for (std::size_t i = 0; i < reading.size(); ++i)
    printRow(i == 0 ? "reading" : "", reading[i]);
  for (const auto& note : report.notes)
    printRow("note", note);
  for (const auto& warning : report.warnings)
    printRow("warning", warning);
}

void describeFile(const std::string& path, Job& job) {
  if (workbench::looksLikeModel(path)) {
    describeModel(path);
  } else {
    describeSurvey(path, job);
  }
}

}  // namespace

void addInfoCommand(CLI::App& app, const CommonOptions& common) {
  auto paths = std::make_shared<std::vector<std::string>>();
  auto diagnostics = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("info", "Describe surveys, catalogues, models and this installation");
  command->add_option("files", *paths, "Surveys, catalogues or models to describe");
  command->add_flag("--diagnostics", *diagnostics,
                    "Print versions, processor and the last 200 lines of the log, for a problem report");
  command->footer("Examples:\n  maury-cli info mock.fits model.safetensors\n  maury-cli info --diagnostics");
  command->callback([paths, diagnostics, &common] {
    app::ConsoleJob console(common.quiet);
    if (*diagnostics) {
      std::vector<std::pair<std::string, std::string>> versions = {{"Maury", MAURY_VERSION}};
      for (auto& row : network::runtimeRows())
        versions.push_back(std::move(row));
      app::print("{}", diagnosticsText(versions));
      return;
    }
    // Describing files does not need LibTorch, so avoid loading it through runtimeInfo().
    app::print("Maury {}{}\n", MAURY_VERSION, paths->empty() ? " · " + network::runtimeInfo().summary() : "");
    std::optional<int> firstFailure;
    for (const auto& path : *paths) {
      app::print("\n");
      try {
        describeFile(path, console.job());
      } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled) throw;
        std::fflush(stdout);  // so that the error follows the descriptions of earlier files
        app::reportError("maury-cli", error);
        if (!firstFailure) firstFailure = exitCode(error.kind());
      }
    }
    if (firstFailure) throw app::ReportedFailure{*firstFailure};
  });
}

}  // namespace maury::cli
