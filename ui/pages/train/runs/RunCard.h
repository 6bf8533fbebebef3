// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/TrainingOptionTable.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/OptionBox.h"

class QComboBox;
class QDoubleSpinBox;
class QPushButton;

namespace maury::ui {

/// Options of a training, and buttons to start, pause and stop it.
class RunCard : public Card {
  Q_OBJECT

public:
  explicit RunCard(QWidget* parent = nullptr);

  /// Shows the options that a network preset sets.
  void show(const training::TrainingOptions& preset);
  /// Shows all options of a training, split and seed included.
  void showAll(const training::TrainingOptions& options);
  /// Copies the values of the controls into `options`.
  void apply(training::TrainingOptions& options) const;
  /// Offers and chooses the survey's column "split" if it exists; otherwise returns to the split by id.
  void setSplitColumn(bool exists);
  survey::SplitRule split() const;
  /// Enables the start button if `reason` is empty; otherwise shows it as the reason why training cannot start.
  void setReady(const QString& reason);
  void setRunning(bool running);
  void setPaused(bool paused);

Q_SIGNALS:
  void startClicked();
  void pauseClicked();
  /// The user requested to finish the training with the best weights so far.
  void stopClicked();
  void splitChanged();

private:
  void updateButtons();

  QWidget* addOption(const std::string& key);

  OptionBoxes<training::TrainingOptions> m_options;
  std::vector<QWidget*> m_boxes;  ///< controls of m_options except m_test
  QDoubleSpinBox* m_test;
  QComboBox* m_split;
  QPushButton *m_start, *m_pause, *m_stop;
  QLabel* m_reason;
  bool m_running = false, m_paused = false;
};

}  // namespace maury::ui
