// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/Checkpoint.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "base/Error.h"
#include "io/FormatVersion.h"

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
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    std::uint8_t byte = 0;
    const auto [end, problem] = std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
    if (problem != std::errc() || end != hex.data() + i + 2)
      throw Error(ErrorKind::Format, "the generator's state is not written in hexadecimal digits");
    bytes.push_back(byte);
  }
  return bytes;
}

/// Reads a number; null is infinity, which JSON cannot store (the best loss before the first epoch).
double numberOrInfinity(const json& value) {
  return value.is_null() ? std::numeric_limits<double>::infinity() : value.get<double>();
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
  throw Error(ErrorKind::Format, fmt::format("'{}' is not a known reason for the end of a training", text));
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
          {"history", state.history}};
}

MemberCheckpoint stateFrom(const json& root) {
  const int version = io::requireReadableVersion(root.at("version").get<std::int64_t>(), kFormatVersion);
  MemberCheckpoint state;
  state.fingerprint = root.at("fingerprint");
  state.epoch = root.at("epoch");
  state.position = root.at("position");
  state.lossSum = root.at("lossSum");
  state.lossCount = root.at("lossCount");
  state.learningRate = root.at("learningRate");
  state.secondsUsed = root.at("secondsUsed");
  state.steps = root.at("steps");
  const json& end = root.at("end");
  state.end = {end.at("member"), end.at("bestEpoch"), end.at("bestValidationLoss"),
               reasonFrom(end.at("reason"), version)};
  for (const json& hook : root.at("hooks")) {
    std::vector<double>& values = state.hooks.emplace_back();
    for (const json& value : hook)
      values.push_back(numberOrInfinity(value));
  }
  state.generator = fromHex(root.at("generator"));
  state.history = root.at("history");
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
    MemberCheckpoint state = stateFrom(json::parse(metadata->second));
    state.tensors = std::move(file.tensors);
    return state;
  } catch (const std::exception& error) {
    throw fail(error.what());
  }
}

bool holdsCheckpoints(const fs::path& folder) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (endsWith(entry.path().filename().string(), kSuffix)) return true;
  }
  return false;
}

void removePartialFiles(const fs::path& folder) {
  std::error_code none;
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(".member") && endsWith(name, ".part")) left.push_back(entry.path());
  }
  for (const fs::path& path : left)
    fs::remove(path, none);
}

}  // namespace maury::training
