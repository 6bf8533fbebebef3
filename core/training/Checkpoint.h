// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "io/Safetensors.h"
#include "training/Trainer.h"

namespace maury::training {

/// All that one member needs to go on bit for bit: a plain value. Safetensors on disk; nothing in it is executed.
struct MemberCheckpoint {
  /// Of the data and of every option that the weights depend on: a checkpoint goes on with these alone.
  std::uint64_t fingerprint = 0;
  int epoch = 1;              ///< in progress, from 1; the order of its stars follows from seed, member and epoch
  std::int64_t position = 0;  ///< stars of that epoch that have been trained on
  double lossSum = 0.0, lossCount = 0.0;  ///< of that epoch so far
  double learningRate = 0.0;
  double secondsUsed = 0.0;                ///< of the ensemble's budget
  std::int64_t steps = 0;                  ///< of the optimiser
  MemberEnd end;                           ///< its reason is nullopt while the member is in training
  std::vector<std::vector<double>> hooks;  ///< EpochHook::state() of each
  std::vector<std::uint8_t> generator;     ///< state of LibTorch's generator: dropout, noise
  std::string history;                     ///< historyCsv() of its epochs
  /// "network.NAME" and "best.NAME" as HybridCnn names them; "moment1.I" and "moment2.I" of parameter I.
  std::map<std::string, io::Tensor> tensors;
};

/// FOLDER/memberM.checkpoint, members counted from 1.
std::filesystem::path checkpointPath(const std::filesystem::path& folder, int member);

/// Atomic: a kill or a full disk leaves the checkpoint that was there. Throws Error(File), saying how to go on.
void writeCheckpoint(const std::filesystem::path& path, const MemberCheckpoint& state);
/// Throws Error(File | Format) naming the file and the reason.
MemberCheckpoint readCheckpoint(const std::filesystem::path& path);

/// True if the folder holds the checkpoint of any member.
bool holdsCheckpoints(const std::filesystem::path& folder);
/// Removes what a killed run left half written.
void removeHalfWritten(const std::filesystem::path& folder);

}  // namespace maury::training
