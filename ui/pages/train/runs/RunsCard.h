// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ui/pages/parts/Card.h"
#include "workbench/training/TrainingFigures.h"
#include "workbench/training/TrainingRun.h"

class QPushButton;
class QTableWidget;

namespace maury::ui {

/// The trainings of this session and of the models that were opened, newest first, side by side in numbers. One row is
/// shown on the page; those that are ticked lay their validation loss over it.
class RunsCard : public Card {
  Q_OBJECT

public:
  using RunPointer = std::shared_ptr<const workbench::TrainingRun>;

  explicit RunsCard(QWidget* parent = nullptr);

  /// Adds a run at the top.
  void add(RunPointer run, bool makeCurrent);
  /// Takes out a run that came to nothing.
  void remove(const RunPointer& run);
  /// Fills a run's row anew.
  void update(const RunPointer& run);
  RunPointer current() const;
  /// The model that the session has; nullptr: none.
  void setModelInUse(const network::ModelInfo* info);
  const std::vector<RunPointer>& runs() const { return m_runs; }
  /// The loss of every ticked run but the current one, in colours that a run keeps.
  std::vector<workbench::LossOverlay> overlays() const;

Q_SIGNALS:
  void currentChanged();
  void ticksChanged();
  /// The current run's model is to be written to a file.
  void saveClicked();
  /// The current run's model is to label the stars.
  void useClicked();

private:
  void showLabels();
  void fill(int row);
  void showButtons();

  QTableWidget* m_table;
  QPushButton *m_use, *m_save;
  const network::ModelInfo* m_inUse = nullptr;  ///< compared only
  std::vector<RunPointer> m_runs;               ///< row for row
  std::vector<std::string> m_labels;            ///< a column each: those of any run
  std::vector<std::string> m_units;
  int m_added = 0;
};

}  // namespace maury::ui
