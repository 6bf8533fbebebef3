// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/TrainingOptionTable.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/OptionBox.h"

class QComboBox;
class QDoubleSpinBox;
class QPushButton;

namespace maury::ui {

/// How the training is run, and the buttons that start, pause and stop it.
class RunCard : public Card {
  Q_OBJECT

public:
  explicit RunCard(QWidget* parent = nullptr);

  /// Shows the options that go with a network.
  void show(const training::TrainingOptions& usual);
  /// Shows all options of a training, split and seed included.
  void showAll(const training::TrainingOptions& options);
  /// Writes what the controls say into the options.
  void apply(training::TrainingOptions& options) const;
  /// Offers the survey's own column of parts, and chooses it, where there is one.
  void setSplitColumn(bool exists);
  survey::SplitRule split() const;
  /// `reason` says what is missing while training cannot start; empty when it can.
  void setReady(const QString& reason);
  void setRunning(bool running);
  void setPaused(bool paused);

Q_SIGNALS:
  void startClicked();
  void pauseClicked();
  /// Ends the training and keeps the best weights so far.
  void stopClicked();
  void splitChanged();

private:
  void updateButtons();

  QWidget* addOption(const std::string& key);

  OptionBoxes<training::TrainingOptions> m_options;
  std::vector<QWidget*> m_boxes;  ///< of m_options, but m_test
  QDoubleSpinBox* m_test;
  QComboBox* m_split;
  QPushButton *m_start, *m_pause, *m_stop;
  QLabel* m_reason;
  bool m_running = false, m_paused = false;
};

}  // namespace maury::ui
