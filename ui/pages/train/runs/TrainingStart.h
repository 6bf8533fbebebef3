// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "training/Trainer.h"
#include "ui/jobs/JobRunner.h"
#include "ui/pages/parts/OneToOneFigure.h"
#include "ui/session/RunFolders.h"

namespace maury::ui {

/// All that a training of the window begins with.
struct TrainingStart {
  std::shared_ptr<const survey::Dataset> survey;
  std::shared_ptr<const std::vector<std::size_t>> rows;  ///< those to train on; nullptr: those of the filter
  QString filter;                                        ///< in words
  QString surveyPath;
  bool surveyChanged = false;  ///< its stars are not those of the file
  training::TrainingOptions options;
};

/// What is known once the stars are at hand.
struct PreparedTraining {
  std::vector<OneToOne> watched;         ///< references of the stars that the reports predict
  std::vector<std::string> watchedIds;   ///< of these stars
  std::vector<std::size_t> watchedRows;  ///< in TrainingStart::survey
  std::size_t trainingStars = 0;
};

/// Called on the UI thread while the training runs.
struct TrainingTold {
  std::function<void(const PreparedTraining&)> prepared;
  std::function<void(const training::EpochReport&)> epochDone;
  std::function<void(const QString& sentence)> warned;
};

/// Trains on a worker's thread, with its state kept in the folder, and calibrates the model. With
/// TrainingOptions::resume it goes on with what the folder holds. A folder that cannot be used ends the training only
/// then; else a warning says that it cannot go on after a crash.
training::TrainingResult runTraining(const TrainingStart& start, HeldRunFolder& folder, const TrainingTold& told,
                                     const std::atomic<bool>& finishNow, Job& job, const JobRunner::Post& post);

}  // namespace maury::ui
