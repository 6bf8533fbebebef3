// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "training/Trainer.h"

namespace maury::training {

/// Description of a training in its folder, from which anyone can resume it: a plain value, stored as run.json next to
/// the checkpoints.
struct RunDescription {
  TrainingOptions options;     ///< without checkpointFolder and resume, which the reader sets
  std::string survey;          ///< path of the survey file; empty if the survey was not saved
  bool surveyChanged = false;  ///< true if the survey was prepared or joined after it was read from the file
  std::string filter;          ///< filter that selects the stars to train on
  std::string started;         ///< set by beginRunFolder(); UTC, ISO 8601: "2026-11-22T14:03:09Z"
};

/// Creates the folder and writes run.json, with the versions of the program and its libraries. Throws Error(Usage) if
/// the folder already holds a run, Error(File) if it cannot be created or written.
void beginRunFolder(const std::filesystem::path& folder, const RunDescription& run);
/// Reads run.json. Throws Error(File | Format) naming the file and the reason.
RunDescription readRun(const std::filesystem::path& folder);
/// Returns the epochs in the folder's history.csv, empty if there is none yet. Throws Error(File | Format).
std::vector<EpochReport> readRunHistory(const std::filesystem::path& folder);

/// Throws Error(Usage), whose message says what to do, if the folder holds checkpoints.
void requireUnusedFolder(const std::filesystem::path& folder);

/// Throws Error(File | Format) if the folder describes no training, Error(Usage) if it holds no checkpoint to resume
/// from. Cheap, so callers can check this before they read the survey.
void requireResumableFolder(const std::filesystem::path& folder);

}  // namespace maury::training
