// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "training/Trainer.h"
#include "workbench/training/RunFolders.h"
#include "workbench/validation/OneToOne.h"

namespace maury::workbench {

/// Input of a training.
struct TrainingStart {
  std::shared_ptr<const survey::Dataset> survey;
  std::shared_ptr<const std::vector<std::size_t>> rows;  ///< those to train on; nullptr: those of the filter
  std::string filter;                                    ///< in words
  std::string surveyFile;                                ///< absolute path; empty where the stars are in no file
  bool surveyChanged = false;                            ///< its stars are not those of the file
  training::TrainingOptions options;
};

/// Facts about a training that are known once its stars are selected.
struct PreparedTraining {
  std::vector<OneToOne> watched;         ///< reference labels of the stars that the reports predict
  std::vector<std::string> watchedIds;   ///< of these stars
  std::vector<std::size_t> watchedRows;  ///< in TrainingStart::survey
  std::size_t trainingStars = 0;
};

/// Called from worker threads, one call at a time.
struct RunEvents {
  std::function<void(const PreparedTraining&)> prepared;
  std::function<void(const training::EpochReport&)> epochDone;
  std::function<void(const std::string& sentence)> warned;
  std::function<bool()> finishNow;  ///< as TrainingEvents::finishNow
};

/// Trains with the state kept in the folder, and calibrates the model. With TrainingOptions::resume it resumes the
/// training of the folder. A folder that cannot be used ends only a resumed training; a new one goes without it and
/// warns. Blocks; throws as training::train() and inference::calibrated().
training::TrainingResult runTraining(const TrainingStart& start, HeldRunFolder& folder, const RunEvents& events,
                                     Job& job);

}  // namespace maury::workbench
