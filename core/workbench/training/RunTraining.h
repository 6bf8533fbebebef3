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
  std::shared_ptr<const std::vector<std::size_t>> rows;  ///< stars to train on; nullptr: those that pass the filter
  std::string filter;                                    ///< e.g. "snr > 20"; empty: all stars
  std::string surveyFile;                                ///< absolute path; empty if the survey is not saved
  bool surveyChanged = false;                            ///< true if the survey differs from its file
  training::TrainingOptions options;
};

/// Facts about a training, known once its stars are selected.
struct PreparedTraining {
  std::vector<OneToOne> watched;         ///< reference labels of the stars for which each report contains predictions
  std::vector<std::string> watchedIds;   ///< ids of these stars
  std::vector<std::size_t> watchedRows;  ///< their rows in TrainingStart::survey
  std::size_t trainingStars = 0;
};

/// Callbacks of a training. Called from worker threads, one call at a time.
struct RunEvents {
  std::function<void(const PreparedTraining&)> prepared;
  std::function<void(const training::EpochReport&)> epochDone;
  std::function<void(const std::string& sentence)> warned;
  std::function<bool()> finishNow;  ///< as TrainingEvents::finishNow
};

/// Trains and calibrates a model, keeping the state of the training in the folder. With TrainingOptions::resume,
/// resumes the training in that folder. If the folder cannot be used, a resumed training fails; a new one warns and
/// continues without it. Blocks; throws the errors of training::train() and inference::calibrateModel().
training::TrainingResult runTraining(const TrainingStart& start, HeldRunFolder& folder, const RunEvents& events,
                                     Job& job);

}  // namespace maury::workbench
