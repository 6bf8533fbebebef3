// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/runs/TrainingStart.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "base/Error.h"
#include "inference/Calibration.h"
#include "survey/filter/Filter.h"
#include "training/RunFolder.h"

namespace maury::ui {

namespace {

/// The stars to train on, and their rows in the survey.
struct ChosenStars {
  std::shared_ptr<const survey::Dataset> stars;
  std::vector<std::size_t> rows;
};

ChosenStars starsOf(const TrainingStart& start) {
  ChosenStars chosen{start.survey,
                     start.rows ? *start.rows : survey::filterRows(*start.survey, start.filter.toStdString())};
  if (chosen.rows.size() != start.survey->starCount())
    chosen.stars = std::make_shared<const survey::Dataset>(start.survey->select(chosen.rows));
  return chosen;
}

PreparedTraining prepare(const ChosenStars& chosen, const training::TrainingOptions& options) {
  const std::vector<std::size_t> watched = training::watchedStars(*chosen.stars, options);
  PreparedTraining prepared;
  prepared.watched = referencesOf(*chosen.stars, watched, options.labels);
  for (const std::size_t star : watched) {
    prepared.watchedIds.push_back(chosen.stars->ids[star]);
    prepared.watchedRows.push_back(chosen.rows[star]);
  }
  return prepared;
}

/// Makes the folder the training's own, or leaves it without one.
void keepState(const TrainingStart& start, HeldRunFolder& folder, training::TrainingOptions& options,
               const TrainingTold& told, const JobRunner::Post& post) {
  try {
    folder.hold();
    const std::filesystem::path path(folder.path().toStdString());
    if (!options.resume) {
      const QString file = start.surveyPath.isEmpty() ? QString() : QFileInfo(start.surveyPath).absoluteFilePath();
      training::beginRunFolder(path,
                               {options, file.toStdString(), start.surveyChanged, start.filter.toStdString(), {}});
    }
    options.checkpointFolder = path;
  } catch (const Error& error) {
    if (options.resume) throw;
    const QString sentence = QCoreApplication::translate("TrainPage", "%1 This training could not go on after a crash.")
                                 .arg(QString::fromUtf8(error.what()));
    post([told, sentence] { told.warned(sentence); });
  }
}

}  // namespace

training::TrainingResult runTraining(const TrainingStart& start, HeldRunFolder& folder, const TrainingTold& told,
                                     const std::atomic<bool>& finishNow, Job& job, const JobRunner::Post& post) {
  const ChosenStars chosen = starsOf(start);
  const auto& stars = chosen.stars;
  training::TrainingOptions options = start.options;
  keepState(start, folder, options, told, post);
  const auto rows = training::trainingRows(*stars, options);
  PreparedTraining prepared = prepare(chosen, options);
  prepared.trainingStars = rows[0].size();
  post([told, prepared = std::move(prepared)] { told.prepared(prepared); });
  training::TrainingEvents events;
  events.epochDone = [told, post](const training::EpochReport& report) {
    post([told, report] { told.epochDone(report); });
  };
  events.finishNow = [&finishNow] { return finishNow.load(); };
  training::TrainingResult result = training::train(*stars, options, events, job);
  result.model = inference::calibrated(result.model, stars->select(rows[1]), job);
  return result;
}

}  // namespace maury::ui
