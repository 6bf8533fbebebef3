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

/// Table of the trainings of this session and of opened models, newest first. The page shows the run of the current
/// row; the validation loss of ticked runs is overlaid.
class RunsCard : public Card {
  Q_OBJECT

public:
  using RunPointer = std::shared_ptr<const workbench::TrainingRun>;

  explicit RunsCard(QWidget* parent = nullptr);

  /// Adds a run at the top.
  void add(RunPointer run, bool makeCurrent);
  /// Removes a run that ended without any epoch.
  void remove(const RunPointer& run);
  /// Refills a run's row.
  void update(const RunPointer& run);
  RunPointer current() const;
  /// Sets the session's model, for which "Use this model" is disabled; nullptr for none.
  void setModelInUse(const network::ModelInfo* info);
  const std::vector<RunPointer>& runs() const { return m_runs; }
  /// Returns the validation loss of each ticked run except the current one, in the run's fixed colour.
  std::vector<workbench::LossOverlay> overlays() const;

Q_SIGNALS:
  void currentChanged();
  void ticksChanged();
  /// The user requested to save the current run's model.
  void saveClicked();
  /// The user requested to use the current run's model.
  void useClicked();

private:
  void showLabels();
  void fill(int row);
  void showButtons();

  QTableWidget* m_table;
  QPushButton *m_useModel, *m_save;
  const network::ModelInfo* m_inUse = nullptr;  ///< only compared, never dereferenced
  std::vector<RunPointer> m_runs;               ///< one per row
  std::vector<std::string> m_labels;            ///< labels of all runs, one per column
  std::vector<std::string> m_units;
  int m_added = 0;
};

}  // namespace maury::ui
