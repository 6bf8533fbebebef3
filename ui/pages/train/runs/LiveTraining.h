// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <atomic>
#include <memory>

#include "training/Trainer.h"
#include "ui/jobs/JobRunner.h"
#include "workbench/training/RunFolders.h"
#include "workbench/training/RunTraining.h"
#include "workbench/training/TrainingRun.h"

namespace maury::ui {

/// The training under way or the last one of this session: its run, which grows with the reports, its worker and its
/// folder. A folder is removed once its training is over and the next one starts or the window closes. UI thread only.
class LiveTraining : public QObject {
  Q_OBJECT

public:
  using RunPointer = std::shared_ptr<workbench::TrainingRun>;

  explicit LiveTraining(QObject* parent = nullptr);
  ~LiveTraining() override;

  /// Starts a training whose state is kept in `folder`.
  void start(const workbench::TrainingStart& start, std::shared_ptr<workbench::HeldRunFolder> folder);
  void togglePause();
  /// Ends the training with the best weights so far.
  void finishNow();

  JobRunner& runner() { return m_runner; }
  bool running() const { return m_runner.running(); }
  const RunPointer& run() const { return m_run; }  ///< nullptr before the first training
  /// The survey that run() was started on.
  const std::shared_ptr<const survey::Dataset>& survey() const { return m_survey; }
  /// Brings TrainingRun::seconds up to date while the training runs.
  void updateSeconds();

Q_SIGNALS:
  /// run() is a new one.
  void started();
  /// Its stars are known.
  void prepared();
  /// It has one more epoch.
  void epochAdded();
  /// It is over and has a model.
  void finished();
  /// It was stopped or failed without a model; `run` has no epoch if it is no longer run().
  void stoppedEarly(const std::shared_ptr<maury::workbench::TrainingRun>& run);
  void warned(const QString& sentence);

private:
  workbench::RunEvents eventsFor(const JobRunner::Post& post);
  void finish(const training::TrainingResult& result);
  void endEarly();

  RunPointer m_run;
  std::shared_ptr<workbench::HeldRunFolder> m_folder;
  std::shared_ptr<const survey::Dataset> m_survey;
  std::shared_ptr<std::atomic<bool>> m_finishNow;
  int m_started = 0;  ///< trainings of this session
  QElapsedTimer m_elapsed;
  JobRunner m_runner;
  JobRunner m_discardRunner;
};

}  // namespace maury::ui
