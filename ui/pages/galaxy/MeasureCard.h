// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/pages/galaxy/MeasureTable.h"
#include "ui/pages/parts/Card.h"
#include "workbench/galaxy/SharedBinner.h"

class QComboBox;
class QTableWidget;

namespace maury::ui {

/// A measure of each panel as a table: the high-α share, or whether there are two humps.
class MeasureCard : public Card {
  Q_OBJECT

public:
  explicit MeasureCard(QWidget* parent = nullptr);

  /// Shows the measure of these panels; tests for humps run on a worker thread.
  void showPanels(const workbench::BinnedPanels& panels);
  /// Stops what is being tested.
  void stop() { m_runner.requestStop(); }

Q_SIGNALS:
  void failed(const QString& message);
  /// A measure needs what these stars lack.
  void warned(const QString& sentence);

private:
  void showMeasure();
  void showSnrVerdicts();
  void testHumps();
  void setTableRows(int rows);

  std::optional<workbench::BinnedPanels> m_panels;
  std::vector<galaxy::Bimodality> m_humps;         ///< of the panels; empty until a measure needs them
  std::vector<galaxy::SnrVerdicts> m_snrVerdicts;  ///< of the panels' stars, likewise
  QComboBox* m_measure = nullptr;
  QTableWidget* m_table = nullptr;
  JobRunner m_runner;
};

}  // namespace maury::ui
