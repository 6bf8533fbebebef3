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

/// Table of a measure of each panel: the high-α share, or a result of the bimodality test.
class MeasureCard : public Card {
  Q_OBJECT

public:
  explicit MeasureCard(QWidget* parent = nullptr);

  /// Shows the measure of these panels. Runs bimodality tests on a worker thread.
  void showPanels(const workbench::BinnedPanels& panels);
  /// Stops the test in progress.
  void stop() { m_runner.requestStop(); }

Q_SIGNALS:
  void failed(const QString& message);
  /// The chosen measure needs a column that the stars lack.
  void warned(const QString& sentence);

private:
  void showMeasure();
  void showSnrVerdicts();
  void testBimodality();
  void setTableRows(int rows);

  std::optional<workbench::BinnedPanels> m_panels;
  std::vector<galaxy::Bimodality> m_bimodality;    ///< one per panel; empty until a measure needs them
  std::vector<galaxy::SnrVerdicts> m_snrVerdicts;  ///< one per cut in S/N; empty until a measure needs them
  QComboBox* m_measure = nullptr;
  QTableWidget* m_table = nullptr;
  JobRunner m_runner;
};

}  // namespace maury::ui
