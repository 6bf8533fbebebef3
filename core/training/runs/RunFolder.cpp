// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/RunFolder.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "io/FormatVersion.h"
#include "io/Json.h"
#include "io/TextFile.h"
#include "network/Runtime.h"
#include "training/TrainingOptionTable.h"
#include "training/runs/Checkpoint.h"
#include "training/runs/History.h"

namespace maury::training {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kFormatVersion = 1;
constexpr std::size_t kMaxBytes = 16 << 20;          ///< limit for run.json, which has about 2 kB
constexpr std::size_t kMaxHistoryBytes = 256 << 20;  ///< limit for history.csv, which has about 80 bytes an epoch

json jsonOf(const OptionValue& value) {
  if (const auto* document = std::get_if<OptionJson>(&value)) return std::move(*io::parseJson(document->text));
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

// Convert the value of an option, `key`, to its type. Throw Error(Format) naming the key if it has another type.
OptionValue valueFrom(const json& /*value*/, const std::string& /*key*/, std::monostate) {
  return {};
}
OptionValue valueFrom(const json& value, const std::string& key, bool) {
  return io::jsonFlag(value, key);
}
OptionValue valueFrom(const json& value, const std::string& key, std::int64_t) {
  return io::jsonWhole(value, key);
}
OptionValue valueFrom(const json& value, const std::string& key, std::uint64_t) {
  return io::jsonCount(value, key);
}
OptionValue valueFrom(const json& value, const std::string& key, double) {
  return io::jsonReal(value, key);
}
OptionValue valueFrom(const json& value, const std::string& key, const std::string&) {
  return io::jsonText(value, key);
}
OptionValue valueFrom(const json& value, const std::string& key, const std::vector<double>&) {
  return io::jsonReals(value, key);
}
OptionValue valueFrom(const json& value, const std::string& key, const std::vector<std::string>&) {
  return io::jsonTexts(value, key);
}
OptionValue valueFrom(const json& value, const std::string& key, const std::vector<OptionRange>&) {
  std::vector<OptionRange> ranges;
  for (const json& item : io::jsonList(value, key)) {
    const std::vector<double> ends = io::jsonReals(item, key);
    if (ends.size() != 2) io::failJsonField(key, "contains an item that is not a pair of numbers");
    ranges.emplace_back(ends[0], ends[1]);
  }
  return ranges;
}
OptionValue valueFrom(const json& value, const std::string& /*key*/, const OptionJson&) {
  return OptionJson{value.dump()};
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
    if (option.description.stored) root[pointerOf(option.description.key)] = jsonOf(option.get(options));
  return root;
}

/// Throws Error(Format) naming the key if `part`, which is the whole of the options or a member of them, contains a key
/// that no option has. `prefix` is empty or "split.".
void requireKnownOptions(const json& part, const std::string& prefix) {
  if (!part.is_object())
    io::failJsonField(prefix.empty() ? "options" : prefix.substr(0, prefix.size() - 1), "is not an object");
  for (const auto& [name, value] : part.items()) {
    const std::string key = prefix + name;
    bool isKnown = false, isPart = false;
    for (const Option<TrainingOptions>& option : trainingOptionTable()) {
      isKnown = isKnown || (option.description.stored && option.description.key == key);
      isPart = isPart || (option.description.stored && option.description.key.starts_with(key + "."));
    }
    if (!isKnown && !isPart) {
      throw Error(ErrorKind::Format,
                  fmt::format("this program does not know the option {}; update Maury, or start a new training",
                              io::quoteShort(key)));
    }
    if (!isKnown) requireKnownOptions(value, key + ".");
  }
}

/// Parses the options. An option that the file lacks is newer than the file and keeps its default; one that the program
/// does not know is refused.
TrainingOptions optionsFrom(const json& root) {
  TrainingOptions options;
  requireKnownOptions(root, "");
  io::jsonField(root, "network");  // has no default
  for (const Option<TrainingOptions>& option : trainingOptionTable()) {
    const json::json_pointer pointer = pointerOf(option.description.key);
    if (!option.description.stored || !root.contains(pointer)) continue;
    try {
      option.set(options, std::visit(
                              [&](const auto& prototype) {
                                return valueFrom(root.at(pointer), option.description.key, prototype);
                              },
                              option.description.defaultValue));
    } catch (const Error& error) {
      throw Error(ErrorKind::Format, fmt::format("option '{}': {}", option.description.key, error.what()));
    }
  }
  return options;
}

fs::path descriptionPath(const fs::path& folder) {
  return folder / "run.json";
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
  // A path with bytes that are not UTF-8 must not prevent a training. They are replaced.
  io::writeTextFile(descriptionPath(folder), root.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

RunDescription readRun(const fs::path& folder) {
  const fs::path path = descriptionPath(folder);
  const std::string text = io::readTextFile(path, kMaxBytes);
  try {
    const io::JsonDocument document = io::parseJson(text);
    const json& root = *document;
    io::requireReadableVersion(io::jsonWhole(io::jsonField(root, "version"), "version"), kFormatVersion);
    const auto textOf = [&](const char* key) { return io::jsonText(io::jsonField(root, key), key); };
    return {optionsFrom(io::jsonField(root, "options")), textOf("survey"),
            io::jsonFlag(io::jsonField(root, "surveyChanged"), "surveyChanged"), textOf("filter"), textOf("started")};
  } catch (const Error& error) {
    throw Error(ErrorKind::Format,
                fmt::format("{}: is not the description of a training: {}", path.string(), error.what()));
  }
}

std::vector<EpochReport> readRunHistory(const fs::path& folder) {
  const fs::path path = folder / "history.csv";
  std::error_code none;
  if (!fs::exists(path, none)) return {};
  const std::string text = io::readTextFile(path, kMaxHistoryBytes);
  try {
    return historyFromCsv(text);
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", path.string(), error.what()));
  }
}

}  // namespace maury::training
