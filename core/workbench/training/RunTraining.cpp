// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/training/RunTraining.h"

#include <utility>

#include "base/Error.h"
#include "inference/Calibration.h"
#include "survey/filter/Filter.h"
#include "training/runs/RunFolder.h"

namespace maury::workbench {

namespace {

/// Stars to train on, and their rows in the survey.
struct TrainingStars {
  std::shared_ptr<const survey::Dataset> stars;
  std::vector<std::size_t> rows;
};

TrainingStars selectStars(const TrainingStart& start) {
  TrainingStars chosen{start.survey, start.rows ? *start.rows : survey::filterRows(*start.survey, start.filter)};
  if (chosen.rows.size() != start.survey->starCount())
    chosen.stars = std::make_shared<const survey::Dataset>(start.survey->select(chosen.rows));
  return chosen;
}

PreparedTraining prepare(const TrainingStars& chosen, const training::TrainingOptions& options) {
  const std::vector<std::size_t> watched = training::watchedStars(*chosen.stars, options);
  PreparedTraining prepared;
  prepared.watched = referenceLabels(*chosen.stars, watched, options.labels);
  for (const std::size_t star : watched) {
    prepared.watchedIds.push_back(chosen.stars->ids[star]);
    prepared.watchedRows.push_back(chosen.rows[star]);
  }
  return prepared;
}

/// Locks the run folder and makes the training write its state there. If that fails, warns and continues without it,
/// unless the training is a resumed one.
void openRunFolder(const TrainingStart& start, HeldRunFolder& folder, training::TrainingOptions& options,
                   const RunEvents& events) {
  try {
    folder.hold();
    if (!options.resume)
      training::beginRunFolder(folder.path(), {options, start.surveyFile, start.surveyChanged, start.filter, {}});
    options.checkpointFolder = folder.path();
  } catch (const Error& error) {
    if (options.resume) throw;
    events.warned(std::string(error.what()) + " This training cannot be resumed after a crash.");
  }
}

}  // namespace

training::TrainingResult runTraining(const TrainingStart& start, HeldRunFolder& folder, const RunEvents& events,
                                     Job& job) {
  const TrainingStars chosen = selectStars(start);
  training::TrainingOptions options = start.options;
  openRunFolder(start, folder, options, events);
  const auto rows = training::trainingRows(*chosen.stars, options);
  PreparedTraining prepared = prepare(chosen, options);
  prepared.trainingStars = rows[0].size();
  events.prepared(prepared);
  if (const std::string leftOut = training::separatedRepeats(*chosen.stars, options); !leftOut.empty() && events.warned)
    events.warned(leftOut);
  training::TrainingEvents reports;
  reports.epochDone = events.epochDone;
  reports.finishNow = events.finishNow;
  reports.warned = events.warned;
  training::TrainingResult result = training::train(*chosen.stars, options, reports, job);
  result.model = inference::calibrateModel(result.model, chosen.stars->select(rows[1]), job);
  return result;
}

}  // namespace maury::workbench
