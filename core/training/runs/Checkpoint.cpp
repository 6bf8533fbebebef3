// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/Checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "base/Error.h"
#include "io/Folder.h"
#include "io/FormatVersion.h"
#include "io/Json.h"

namespace maury::training {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kFormatVersion = 2;  ///< version 1 stored the displayed sentence as a member's end reason
constexpr const char* kSuffix = ".checkpoint";

std::string toHex(const std::vector<std::uint8_t>& bytes) {
  std::string hex;
  for (const std::uint8_t byte : bytes)
    hex += fmt::format("{:02x}", byte);
  return hex;
}

std::vector<std::uint8_t> fromHex(const std::string& hex) {
  std::vector<std::uint8_t> bytes;
  if (hex.size() % 2 != 0) throw Error(ErrorKind::Format, "the generator's state is truncated");
  bytes.reserve(hex.size() / 2);
  for (const char* digits = hex.data(); digits != hex.data() + hex.size(); digits += 2) {
    std::uint8_t byte = 0;
    const auto [end, problem] = std::from_chars(digits, digits + 2, byte, 16);
    if (problem != std::errc() || end != digits + 2)
      throw Error(ErrorKind::Format, "the generator's state contains a character that is not a hexadecimal digit");
    bytes.push_back(byte);
  }
  return bytes;
}

/// Reads a number; null is infinity, which JSON cannot store (the best loss before the first epoch).
double numberOrInfinity(const json& value, std::string_view key) {
  return value.is_null() ? std::numeric_limits<double>::infinity() : io::jsonReal(value, key);
}

// Return the value of a key. Throw Error(Format) naming the key if it is missing or has another type, or if the number
// is negative or not finite.
std::string textOf(const json& object, std::string_view key) {
  return io::jsonText(io::jsonField(object, key), key);
}
double realOf(const json& object, std::string_view key) {
  return io::jsonReal(io::jsonField(object, key), key);
}
int countOf(const json& object, std::string_view key) {
  return static_cast<int>(io::jsonWhole(io::jsonField(object, key), key, 0, std::numeric_limits<int>::max()));
}
std::int64_t longCountOf(const json& object, std::string_view key) {
  return io::jsonWhole(io::jsonField(object, key), key, 0);
}

constexpr std::pair<EndReason, std::string_view> kReasonNames[] = {{EndReason::NoImprovement, "noImprovement"},
                                                                   {EndReason::EpochLimit, "epochLimit"},
                                                                   {EndReason::TimeBudget, "timeBudget"},
                                                                   {EndReason::Request, "request"}};

/// Returns the name of a reason in the file, or an empty string while the member is in training.
std::string nameOf(const std::optional<EndReason>& reason) {
  for (const auto& [known, name] : kReasonNames)
    if (reason == known) return std::string(name);
  return {};
}

/// Parses a reason; version 1 stored sentences: "no better for 12 epochs", "budget of 80 s", "60 epochs".
std::optional<EndReason> reasonFrom(const std::string& text, int version) {
  if (text.empty()) return std::nullopt;
  if (version == 1) {
    if (text.starts_with("no better")) return EndReason::NoImprovement;
    return text.starts_with("budget") ? EndReason::TimeBudget : EndReason::EpochLimit;
  }
  for (const auto& [reason, name] : kReasonNames)
    if (text == name) return reason;
  throw Error(ErrorKind::Format,
              fmt::format("{} is not a known reason for the end of a training", io::quoteShort(text)));
}

json stateJson(const MemberCheckpoint& state) {
  return {{"version", kFormatVersion},
          {"fingerprint", state.fingerprint},
          {"epoch", state.epoch},
          {"position", state.position},
          {"lossSum", state.lossSum},
          {"lossCount", state.lossCount},
          {"learningRate", state.learningRate},
          {"secondsUsed", state.secondsUsed},
          {"steps", state.steps},
          {"end",
           {{"member", state.end.member},
            {"bestEpoch", state.end.bestEpoch},
            {"bestValidationLoss", state.end.bestValidationLoss},
            {"reason", nameOf(state.end.reason)}}},
          {"hooks", state.hooks},
          {"generator", toHex(state.generator)},
          {"history", state.history},
          {"kernels", state.kernels}};
}

MemberCheckpoint stateFrom(const json& root) {
  const int version =
      io::requireReadableVersion(io::jsonWhole(io::jsonField(root, "version"), "version"), kFormatVersion);
  MemberCheckpoint state;
  state.fingerprint = io::jsonCount(io::jsonField(root, "fingerprint"), "fingerprint");
  state.epoch = countOf(root, "epoch");
  state.position = longCountOf(root, "position");
  state.lossSum = realOf(root, "lossSum");
  state.lossCount = realOf(root, "lossCount");
  state.learningRate = realOf(root, "learningRate");
  state.secondsUsed = realOf(root, "secondsUsed");
  state.steps = longCountOf(root, "steps");
  const json& end = io::jsonField(root, "end");
  state.end.member = countOf(end, "member");
  state.end.bestEpoch = countOf(end, "bestEpoch");
  state.end.bestValidationLoss = realOf(end, "bestValidationLoss");
  state.end.reason = reasonFrom(textOf(end, "reason"), version);
  for (const json& hook : io::jsonList(io::jsonField(root, "hooks"), "hooks")) {
    std::vector<double>& values = state.hooks.emplace_back();
    for (const json& value : io::jsonList(hook, "hooks"))
      values.push_back(numberOrInfinity(value, "hooks"));
  }
  state.generator = fromHex(textOf(root, "generator"));
  state.history = textOf(root, "history");
  if (root.contains("kernels")) state.kernels = textOf(root, "kernels");
  return state;
}

bool endsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

fs::path checkpointPath(const fs::path& folder, int member) {
  return folder / fmt::format("member{}{}", member + 1, kSuffix);
}

void writeCheckpoint(const fs::path& path, const MemberCheckpoint& state) {
  io::SafetensorsFile file;
  file.metadata["maury-checkpoint"] = stateJson(state).dump(-1, ' ', false, json::error_handler_t::replace);
  file.tensors = state.tensors;
  try {
    io::writeSafetensors(path, file);
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}. The training stopped, and its last checkpoint is intact. Free some disk "
                                          "space, then resume the training.",
                                          error.what()));
  }
}

MemberCheckpoint readCheckpoint(const fs::path& path) {
  io::SafetensorsFile file = io::readSafetensors(path);
  const auto fail = [&](const std::string& reason) {
    return Error(ErrorKind::Format, fmt::format("{}: cannot be used as a checkpoint: {}", path.string(), reason));
  };
  const auto metadata = file.metadata.find("maury-checkpoint");
  if (metadata == file.metadata.end()) throw fail("it does not contain a training state");
  try {
    MemberCheckpoint state = stateFrom(*io::parseJson(metadata->second));
    state.tensors = std::move(file.tensors);
    return state;
  } catch (const Error& error) {
    throw fail(error.what());
  }
}

bool holdsCheckpoints(const fs::path& folder) {
  const auto entries = io::listReadablePart(folder);
  return std::any_of(entries.begin(), entries.end(),
                     [](const io::FolderEntry& entry) { return endsWith(entry.path.filename().string(), kSuffix); });
}

void removePartialFiles(const fs::path& folder) {
  std::error_code none;
  for (const io::FolderEntry& entry : io::listReadablePart(folder)) {
    const std::string name = entry.path.filename().string();
    if (name.starts_with(".member") && endsWith(name, ".part")) fs::remove(entry.path, none);
  }
}

}  // namespace maury::training
