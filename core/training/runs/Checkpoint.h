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

/// Complete state of one member, from which its training resumes bit for bit: a plain value. On disk it is a
/// safetensors file; nothing in it is executed.
struct MemberCheckpoint {
  /// Hash of the data and of every option that affects the weights; a checkpoint resumes only with the same.
  std::uint64_t fingerprint = 0;
  int epoch = 1;              ///< epoch in progress, from 1; seed, member and epoch determine the order of its stars
  std::int64_t position = 0;  ///< number of that epoch's stars already used
  double lossSum = 0.0, lossCount = 0.0;  ///< sums over that epoch so far
  double learningRate = 0.0;
  double secondsUsed = 0.0;                ///< part of the ensemble's time budget used so far
  std::int64_t steps = 0;                  ///< number of optimiser steps
  MemberEnd end;                           ///< its reason is nullopt while the member is in training
  std::vector<std::vector<double>> hooks;  ///< EpochHook::state() of each hook
  std::vector<std::uint8_t> generator;     ///< state of LibTorch's generator, used for dropout and noise
  std::string history;                     ///< historyCsv() of its epochs
  /// Kernels that computed it (RuntimeInfo::kernels); empty if written by 0.1.0. Others round in another order.
  std::string kernels;
  /// "network.NAME" and "best.NAME" with the names of HybridCnn; "moment1.I" and "moment2.I" of parameter I.
  std::map<std::string, io::Tensor> tensors;
};

/// Returns FOLDER/memberM.checkpoint, where M counts members from 1.
std::filesystem::path checkpointPath(const std::filesystem::path& folder, int member);

/// Writes a checkpoint atomically: a kill or a full disk leaves the previous one intact. Throws Error(File), whose
/// message says how to resume.
void writeCheckpoint(const std::filesystem::path& path, const MemberCheckpoint& state);
/// Reads a checkpoint. Throws Error(File | Format) naming the file and the reason.
MemberCheckpoint readCheckpoint(const std::filesystem::path& path);

/// Returns true if the folder holds a checkpoint of any member.
bool holdsCheckpoints(const std::filesystem::path& folder);
/// Removes partially written files that an earlier version of the program left in the folder. Those of this version are
/// removed by AtomicFile.
void removePartialFiles(const std::filesystem::path& folder);

}  // namespace maury::training
