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

/// Trains an ensemble on the stars of the filter and shows it happen; compares the runs of this session; resumes a
/// training that an earlier program left unfinished. Wires its parts together: what to train on and how (cards at the
/// left), the training under way (LiveTraining), and its figures with the list of runs.
class TrainPage : public Page {
  Q_OBJECT

public:
  explicit TrainPage(Session& session, QWidget* parent = nullptr);
  ~TrainPage() override;

  QString title() const override { return tr("Train"); }
  QString iconName() const override { return QStringLiteral("train"); }
  bool canExportFigure() const override;
  void exportFigure(const QString& path) override;
  void activated() override;

private:
  void buildLayout();
  void wireSession();
  void wireCards();
  void wireTraining();
  void surveyChanged();
  void showDataSet();
  void showReadiness();
  QString reasonNotReady() const;
  void showModelHistory();
  void startTraining();
  void resumeTraining(const workbench::UnfinishedTraining& unfinished);
  void showNewRun();
  void finish();
  /// Draws the next figure of what the live run has reported.
  void refreshFigures();
  void showLiveRow();
  void showCurrentRun();
  void linkView();
  void saveCurrentModel();
  void useCurrentModel();

  bool m_pending = false;  ///< the live run has reports that are not drawn
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
