// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/RunFolder.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <type_traits>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "io/FormatVersion.h"
#include "network/Runtime.h"
#include "training/Checkpoint.h"
#include "training/History.h"
#include "training/TrainingOptionTable.h"

namespace maury::training {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kFormatVersion = 1;

json jsonOf(const OptionValue& value) {
  if (const auto* document = std::get_if<OptionJson>(&value)) return json::parse(document->text);
  return std::visit(
      [](const auto& plain) -> json {
        using Plain = std::decay_t<decltype(plain)>;
        if constexpr (std::is_same_v<Plain, std::monostate> || std::is_same_v<Plain, OptionJson>)
          return {};
        else
          return plain;
      },
      value);
}

/// Parses a value of the same type as `prototype`.
OptionValue valueFrom(const json& root, const OptionValue& prototype) {
  return std::visit(
      [&](const auto& plain) -> OptionValue {
        using Plain = std::decay_t<decltype(plain)>;
        if constexpr (std::is_same_v<Plain, std::monostate>)
          return {};
        else if constexpr (std::is_same_v<Plain, OptionJson>)
          return OptionJson{root.dump()};
        else
          return root.get<Plain>();
      },
      prototype);
}

/// Returns the JSON pointer of an option's key: "split.seed" → "/split/seed".
json::json_pointer pointerOf(const std::string& key) {
  std::string path = "/" + key;
  std::replace(path.begin(), path.end(), '.', '/');
  return json::json_pointer(path);
}

json optionsJson(const TrainingOptions& options) {
  json root;
  for (const Option<TrainingOptions>& option : trainingOptionTable())
    if (option.about.stored) root[pointerOf(option.about.key)] = jsonOf(option.get(options));
  return root;
}

/// Parses the options. An option that the file lacks is newer than the file and keeps its default.
TrainingOptions optionsFrom(const json& root) {
  TrainingOptions options;
  root.at("network");  // has no default
  for (const Option<TrainingOptions>& option : trainingOptionTable()) {
    const json::json_pointer pointer = pointerOf(option.about.key);
    if (!option.about.stored || !root.contains(pointer)) continue;
    try {
      option.set(options, valueFrom(root.at(pointer), option.about.defaultValue));
    } catch (const std::exception& error) {
      throw Error(ErrorKind::Format, fmt::format("option '{}': {}", option.about.key, error.what()));
    }
  }
  return options;
}

fs::path descriptionPath(const fs::path& folder) {
  return folder / "run.json";
}

std::string readText(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) throw Error(ErrorKind::File, fmt::format("{}: cannot be read", path.string()));
  return text.str();
}

}  // namespace

void requireUnusedFolder(const fs::path& folder) {
  if (holdsCheckpoints(folder))
    throw Error(ErrorKind::Usage,
                fmt::format("{}: already holds a run; resume it, or choose another folder", folder.string()));
}

void requireResumableFolder(const fs::path& folder) {
  readRun(folder);
  if (!holdsCheckpoints(folder))
    throw Error(ErrorKind::Usage,
                fmt::format("{}: holds no checkpoint, so there is nothing to resume. Start the training anew.",
                            folder.string()),
                "Leave out --resume.");
}

void beginRunFolder(const fs::path& folder, const RunDescription& run) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem)
    throw Error(ErrorKind::File, fmt::format("{}: cannot be created ({})", folder.string(), problem.message()));
  requireUnusedFolder(folder);
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
  const std::string text = readText(path);
  try {
    const json root = json::parse(text);
    io::requireReadableVersion(root.at("version").get<std::int64_t>(), kFormatVersion);
    return {optionsFrom(root.at("options")), root.at("survey"), root.at("surveyChanged"), root.at("filter"),
            root.at("started")};
  } catch (const std::exception& error) {
    throw Error(ErrorKind::Format,
                fmt::format("{}: is not the description of a training: {}", path.string(), error.what()));
  }
}

std::vector<EpochReport> readRunHistory(const fs::path& folder) {
  const fs::path path = folder / "history.csv";
  std::error_code none;
  if (!fs::exists(path, none)) return {};
  const std::string text = readText(path);
  try {
    return historyFromCsv(text);
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", path.string(), error.what()));
  }
}

}  // namespace maury::training
