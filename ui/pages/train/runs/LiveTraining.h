// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "training/Trainer.h"
#include "ui/jobs/JobRunner.h"
#include "workbench/training/RunFolders.h"
#include "workbench/training/RunTraining.h"
#include "workbench/training/TrainingRun.h"

namespace maury::ui {

/// Current or latest training of this session: its run, which grows with each report, its worker and its folder. The
/// folder of a finished training stays until its model is in a file or given up, because a killed program would lose
/// the model otherwise. UI thread only.
class LiveTraining : public QObject {
  Q_OBJECT

public:
  using RunPointer = std::shared_ptr<workbench::TrainingRun>;

  explicit LiveTraining(QObject* parent = nullptr);
  ~LiveTraining() override;

  /// Starts a training on a worker thread and saves its state in `folder`.
  void start(const workbench::TrainingStart& start, std::shared_ptr<workbench::HeldRunFolder> folder);
  void togglePause();
  /// Finishes the training early, with the best weights so far.
  void finishNow();

  JobRunner& runner() { return m_runner; }
  bool running() const { return m_runner.running(); }
  const RunPointer& run() const { return m_run; }  ///< null before the first training
  /// Returns the survey that run() is trained on.
  const std::shared_ptr<const survey::Dataset>& survey() const { return m_survey; }
  /// Removes the folders of finished trainings except those for which `isNeeded` returns true.
  void discardFolders(const std::function<bool(const network::Model& model)>& isNeeded);
  /// Updates TrainingRun::seconds while the training runs.
  void updateSeconds();

Q_SIGNALS:
  /// A training has started: run() is new.
  void started();
  /// The stars of run() are known.
  void prepared();
  /// run() has one more epoch.
  void epochAdded();
  /// The training has finished and run() has a model.
  void finished();
  /// The training stopped or failed without a model. If it had no epoch yet, `run` is no longer run().
  void stoppedEarly(const std::shared_ptr<maury::workbench::TrainingRun>& run);
  void warned(const QString& sentence);

private:
  workbench::RunEvents makeEvents(const JobRunner::Post& post);
  void finish(const training::TrainingResult& result);
  void endEarly();

  using FolderPointer = std::shared_ptr<workbench::HeldRunFolder>;
  struct FinishedTraining {
    network::Model model;
    FolderPointer folder;
  };

  RunPointer m_run;
  FolderPointer m_folder;
  std::vector<FinishedTraining> m_finished;  ///< trainings whose folders are kept
  std::shared_ptr<const survey::Dataset> m_survey;
  std::shared_ptr<std::atomic<bool>> m_finishNow;
  int m_started = 0;  ///< number of trainings started in this session
  QElapsedTimer m_elapsed;
  JobRunner m_runner;
  JobRunner m_discardRunner;
};

}  // namespace maury::ui
