// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <atomic>
#include <memory>
#include <vector>

#include "training/Trainer.h"
#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "ui/pages/train/runs/TrainingRun.h"
#include "ui/session/RunFolders.h"

class QLabel;
class QTimer;

namespace maury::ui {

class Card;
class NetworkCard;
class RunCard;
class RunsCard;
class TrainingView;
struct TrainingStart;

/// Trains an ensemble on the stars of the filter and shows it happen; the runs of this session side by side; and goes
/// on with a training that an earlier program left unfinished.
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
  void wire();
  Card* buildDataCard();
  Card* buildUnfinishedCard();
  void surveyChanged();
  void showDataSet();
  void showParts();
  void showReadiness();
  void showModelHistory();
  void startTraining();
  void begin(const TrainingStart& start, std::shared_ptr<HeldRunFolder> folder);
  void add(const training::EpochReport& report);
  void finish(const training::TrainingResult& result);
  void runEnded();
  /// Draws the next figure of what the live run has reported.
  void refresh();
  void showLiveRow();
  void showCurrentRun();
  void linkView();
  void saveCurrentModel();
  void useCurrentModel();
  std::vector<std::string> chosenLabels() const;

  // TrainPageUnfinished.cpp
  void findUnfinished();
  void showUnfinished();
  void goOn(const QString& folder);
  void goOnNow(const UnfinishedTraining& unfinished);
  void showOptions(const training::TrainingOptions& options);
  void discardUnfinished();

  std::shared_ptr<TrainingRun> m_live;              ///< the run under way, or the last one of this session
  std::shared_ptr<HeldRunFolder> m_folder;          ///< its state
  std::shared_ptr<const survey::Dataset> m_survey;  ///< the session's when it was started
  std::shared_ptr<std::atomic<bool>> m_finishNow;
  bool m_pending = false;  ///< m_live has reports that are not drawn
  int m_started = 0;       ///< runs of this session
  std::vector<UnfinishedTraining> m_unfinished;
  bool m_unfinishedTold = false;
  QString m_awaited;  ///< folder to go on with once its survey is open

  QLabel* m_stars = nullptr;
  QLabel* m_parts = nullptr;
  QWidget* m_labelButtons = nullptr;
  NetworkCard* m_network = nullptr;
  RunCard* m_run = nullptr;
  Card* m_unfinishedCard = nullptr;
  QLabel* m_unfinishedText = nullptr;
  TrainingView* m_view = nullptr;
  RunsCard* m_runs = nullptr;
  QTimer* m_refresh = nullptr;
  QElapsedTimer m_elapsed;
  JobRunner m_runner;
  JobRunner m_partsRunner;  ///< quick; not on the board
  JobRunner m_discardRunner;
};

}  // namespace maury::ui
