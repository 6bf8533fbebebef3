// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "training/Trainer.h"
#include "ui/pages/Page.h"

class QTimer;

namespace maury::workbench {
struct UnfinishedTraining;
}

namespace maury::ui {

class LiveTraining;
class NetworkCard;
class RunCard;
class RunsCard;
class TrainingSetCard;
class TrainingView;
class UnfinishedCard;

/// Page that trains an ensemble on the filtered stars and shows its progress, compares the runs of this session, and
/// resumes a training that an earlier session left unfinished. Connects its parts: the cards on the left that set the
/// stars and options, the current training (LiveTraining), and its figures above the table of runs.
class TrainPage : public Page {
  Q_OBJECT

public:
  explicit TrainPage(Session& session, QWidget* parent = nullptr);
  ~TrainPage() override;

  QString title() const override { return tr("Train"); }
  QString iconName() const override { return QStringLiteral("train"); }
  bool canExportFigure() const override;
  void exportFigure(const QString& path) override;
  bool hasCommandLine() const override;
  /// Returns the `maury-cli train` command that repeats the displayed training or, if there is none, trains with the
  /// current options. Throws Error(Usage) if no command can do so.
  QString commandLine() const override;
  void activated() override;

private:
  void buildLayout();
  void connectSession();
  void connectCards();
  void connectTraining();
  void surveyChanged();
  void showDataSet();
  void showReadiness();
  QString reasonNotReady() const;
  training::TrainingOptions currentOptions() const;
  void showModelHistory();
  void startTraining();
  void resumeTraining(const workbench::UnfinishedTraining& unfinished);
  void showNewRun();
  void finish();
  /// Redraws one of the figures with the latest reports of the live run; repeats until all are redrawn.
  void refreshFigures();
  void showLiveRow();
  void showCurrentRun();
  void linkView();
  void saveCurrentModel();
  void useCurrentModel();

  bool m_pending = false;  ///< true if reports of the live run have not been drawn, because the page is hidden
  TrainingSetCard* m_set;
  NetworkCard* m_network;
  RunCard* m_run;
  UnfinishedCard* m_unfinished;
  TrainingView* m_view;
  RunsCard* m_runs;
  LiveTraining* m_training;
  QTimer* m_refresh;
};

}  // namespace maury::ui
