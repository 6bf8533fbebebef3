// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "training/Trainer.h"

namespace maury::training {

/// What a training's folder says of it beside the checkpoints, so that whoever finds it can go on with it: a plain
/// value, run.json on disk.
struct RunDescription {
  TrainingOptions options;     ///< but for checkpointFolder and resume, which are the reader's
  std::string survey;          ///< the file of the stars; empty when they were in none
  bool surveyChanged = false;  ///< the stars had been prepared or joined since they were read from it
  std::string filter;          ///< the stars of the survey that it trains on, in words
  std::string started;         ///< set by beginRunFolder(); UTC, ISO 8601: "2026-11-22T14:03:09Z"
};

/// Makes the folder and writes run.json, with the program and the libraries it runs on. Throws Error(Usage) when the
/// folder holds a run already, Error(File) when it cannot be made or written.
void beginRunFolder(const std::filesystem::path& folder, const RunDescription& run);
/// Throws Error(File | Format) naming the file and the reason.
RunDescription readRun(const std::filesystem::path& folder);
/// The epochs that history.csv of the folder tells; empty while there is none. Throws Error(File | Format).
std::vector<EpochReport> readRunHistory(const std::filesystem::path& folder);

/// Throws Error(Usage) saying what to do when the folder holds checkpoints.
void refuseUsedFolder(const std::filesystem::path& folder);

}  // namespace maury::training
