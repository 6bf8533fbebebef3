// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <atomic>
#include <memory>
#include <vector>

#include "training/Trainer.h"
#include "ui/jobs/JobRunner.h"
#include "ui/pages/Page.h"
#include "ui/pages/train/TrainingLog.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;
class QTimer;

namespace maury::ui {

class Card;
class FigureView;
class NetworkCard;
class RunCard;

/// Trains an ensemble on the stars of the filter and shows it happen: loss, the map of a label as it forms, prediction
/// against reference; and the runs of this session side by side.
class TrainPage : public Page {
  Q_OBJECT

public:
  explicit TrainPage(Session& session, QWidget* parent = nullptr);

  QString title() const override { return tr("Train"); }
  QString iconName() const override { return QStringLiteral("train"); }
  bool canExportFigure() const override { return !m_log.empty(); }
  void exportFigure(const QString& path) override;

private:
  void buildLayout();
  Card* buildDataCard();
  Card* buildLossCard();
  Card* buildMapCard();
  Card* buildValidationCard();
  Card* buildRunsCard();
  void surveyChanged();
  void showDataSet();
  void showParts();
  void showReadiness();
  void showModelHistory();
  void start();
  void add(const training::EpochReport& report);
  void finish(const training::TrainingResult& result);
  void runEnded();
  void refresh();
  void refreshMap();
  void refreshValidation();
  void addRunRow(const training::TrainingResult& result);
  QStringList chosenLabels() const;

  TrainingLog m_log;
  training::TrainingOptions m_options;
  std::shared_ptr<const survey::Dataset> m_training;  ///< the survey's stars of the filter, while and after a run
  std::shared_ptr<const survey::Dataset> m_survey;    ///< the session's when the run was started
  std::vector<std::size_t> m_watched;                 ///< rows of m_training that reports predict
  std::vector<std::string> m_labels;                  ///< of the run
  std::shared_ptr<std::atomic<bool>> m_finishNow;

  QLabel* m_stars = nullptr;
  QLabel* m_parts = nullptr;
  QWidget* m_labelButtons = nullptr;
  NetworkCard* m_network = nullptr;
  RunCard* m_run = nullptr;
  Card* m_lossCard = nullptr;
  FigureView* m_loss = nullptr;
  Card* m_mapCard = nullptr;
  QComboBox* m_mapLabel = nullptr;
  FigureView* m_map = nullptr;
  Card* m_validationCard = nullptr;
  FigureView* m_validation = nullptr;
  QLabel* m_waiting = nullptr;
  QTableWidget* m_runs = nullptr;
  QPushButton* m_save = nullptr;
  QTimer* m_refresh = nullptr;
  QElapsedTimer m_elapsed;
  JobRunner m_runner;
};

}  // namespace maury::ui
