// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "attribution/audit/Audit.h"
#include "network/model/Model.h"

class QLabel;
class QTableWidget;

namespace maury::ui {

class Card;

/// Results of an audit: a table with one row per label, which shows its verdicts as coloured chips and a summary; below
/// it, all tests of the chosen label with value, error and meaning. Results are added as they arrive.
class VerdictView : public QWidget {
  Q_OBJECT

public:
  explicit VerdictView(QWidget* parent = nullptr);

  /// Sets the labels, one row each, and drops all results.
  void setLabels(const std::vector<network::ModelLabel>& labels);
  /// Adds results; each replaces an earlier one of the same test and label.
  void add(const std::vector<attribution::AuditResult>& results);
  /// Drops all results except those of these tests.
  void dropAllBut(const std::vector<attribution::AuditTest>& tests);
  const std::vector<attribution::AuditResult>& results() const { return m_results; }
  /// Returns the upper card, so that its remark and title line can be changed.
  Card& card() { return *m_overviewCard; }

private:
  void fill();
  void fillOverviewRow(int row);
  void fillTests();

  std::vector<network::ModelLabel> m_labels;
  std::vector<attribution::AuditResult> m_results;
  Card *m_overviewCard, *m_testsCard;
  QTableWidget *m_overview, *m_tests;
};

}  // namespace maury::ui
