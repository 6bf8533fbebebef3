// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/RunFolder.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "io/FormatVersion.h"
#include "network/Runtime.h"
#include "training/Checkpoint.h"
#include "training/History.h"

namespace maury::training {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kFormatVersion = 1;
constexpr std::array kLosses{"mean-square", "robust", "gaussian"};  // in the order of the enumerations
constexpr std::array kOptimisers{"adam", "adamw"};
constexpr std::array kSchedules{"plateau", "cosine"};

/// Every option that is a number or a text, by name: one list for writing and reading.
template <typename Options, typename Visit>
void visitOptions(Options& options, Visit visit) {
  visit("labels", options.labels);
  visit("validateOnTestSet", options.validateOnTestSet);
  visit("weighByErrors", options.weighByErrors);
  visit("members", options.members);
  visit("dropWorstShare", options.dropWorstShare);
  visit("maxEpochs", options.maxEpochs);
  visit("batch", options.batch);
  visit("learningRate", options.learningRate);
  visit("weightDecay", options.weightDecay);
  visit("patience", options.patience);
  visit("plateauFactor", options.plateauFactor);
  visit("plateauPatience", options.plateauPatience);
  visit("noiseSnrLow", options.noiseSnrLow);
  visit("noiseSnrHigh", options.noiseSnrHigh);
  visit("velocityScatterKmS", options.velocityScatterKmS);
  visit("maskedShare", options.maskedShare);
  visit("balanceLabel", options.balanceLabel);
  visit("gradientClip", options.gradientClip);
  visit("wallClockSeconds", options.wallClockSeconds);
  visit("seed", options.seed);
  visit("threads", options.threads);
  visit("keepAttribution", options.keepAttribution);
  visit("checkpointSeconds", options.checkpointSeconds);
  visit("command", options.command);
}

template <typename Split, typename Visit>
void visitSplit(Split& split, Visit visit) {
  visit("validationFraction", split.validationFraction);
  visit("testFraction", split.testFraction);
  visit("seed", split.seed);
  visit("byColumn", split.byColumn);
}

template <typename Enumeration, std::size_t N>
Enumeration named(const json& root, const char* key, const std::array<const char*, N>& names) {
  const std::string word = root.at(key);
  for (std::size_t i = 0; i < N; ++i)
    if (word == names[i]) return static_cast<Enumeration>(i);
  throw Error(ErrorKind::Format, fmt::format("'{}' is no {}", word, key));
}

json optionsJson(const TrainingOptions& options) {
  json root;
  visitOptions(options, [&](const char* key, const auto& value) { root[key] = value; });
  visitSplit(options.split, [&](const char* key, const auto& value) { root["split"][key] = value; });
  root["network"] = json::parse(network::toJson(options.network));
  root["loss"] = kLosses[static_cast<std::size_t>(options.loss)];
  root["optimiser"] = kOptimisers[static_cast<std::size_t>(options.optimiser)];
  root["schedule"] = kSchedules[static_cast<std::size_t>(options.schedule)];
  root["masksNm"] = json::array();
  for (const spectra::WavelengthRange& mask : options.masks)
    root["masksNm"].push_back({mask.lowNm, mask.highNm});
  return root;
}

TrainingOptions optionsFrom(const json& root) {
  TrainingOptions options;
  visitOptions(options, [&](const char* key, auto& value) { root.at(key).get_to(value); });
  visitSplit(options.split, [&](const char* key, auto& value) { root.at("split").at(key).get_to(value); });
  options.network = network::descriptionFromJson(root.at("network").dump());
  options.loss = named<Loss>(root, "loss", kLosses);
  options.optimiser = named<Optimiser>(root, "optimiser", kOptimisers);
  options.schedule = named<Schedule>(root, "schedule", kSchedules);
  for (const json& mask : root.at("masksNm"))
    options.masks.push_back({mask.at(0), mask.at(1)});
  return options;
}

fs::path descriptionPath(const fs::path& folder) {
  return folder / "run.json";
}

std::string textOf(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) throw Error(ErrorKind::File, fmt::format("{}: cannot be read", path.string()));
  return text.str();
}

}  // namespace

void refuseUsedFolder(const fs::path& folder) {
  if (holdsCheckpoints(folder))
    throw Error(ErrorKind::Usage,
                fmt::format("{}: already holds a run; resume it, or give another folder", folder.string()));
}

void beginRunFolder(const fs::path& folder, const RunDescription& run) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) throw Error(ErrorKind::File, fmt::format("{}: cannot be made ({})", folder.string(), problem.message()));
  refuseUsedFolder(folder);
  const json root{{"version", kFormatVersion},
                  {"program", fmt::format("Maury {}, {}", MAURY_VERSION, network::runtimeInfo().summary())},
                  {"survey", run.survey},
                  {"surveyChanged", run.surveyChanged},
                  {"filter", run.filter},
                  {"started", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)))},
                  {"options", optionsJson(run.options)}};
  io::writeTextFile(descriptionPath(folder), root.dump(2) + "\n");
}

RunDescription readRun(const fs::path& folder) {
  const fs::path path = descriptionPath(folder);
  const std::string text = textOf(path);
  try {
    const json root = json::parse(text);
    io::requireReadableVersion(root.at("version").get<std::int64_t>(), kFormatVersion);
    return {optionsFrom(root.at("options")), root.at("survey"), root.at("surveyChanged"), root.at("filter"),
            root.at("started")};
  } catch (const std::exception& error) {
    throw Error(ErrorKind::Format, fmt::format("{}: does not describe a training: {}", path.string(), error.what()));
  }
}

std::vector<EpochReport> readRunHistory(const fs::path& folder) {
  const fs::path path = folder / "history.csv";
  std::error_code none;
  if (!fs::exists(path, none)) return {};
  const std::string text = textOf(path);
  try {
    return historyFromCsv(text);
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", path.string(), error.what()));
  }
}

}  // namespace maury::training
