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

/// Results of an audit: a row a label with its verdicts as coloured chips and a summary; below, every test of the
/// chosen label with its number, error and meaning. Results are added as they come.
class VerdictView : public QWidget {
  Q_OBJECT

public:
  explicit VerdictView(QWidget* parent = nullptr);

  /// The labels that results will be of; those there are go.
  void setLabels(const std::vector<network::ModelLabel>& labels);
  /// Replaces the result of the same test and label, if any.
  void add(const std::vector<attribution::AuditResult>& results);
  /// Drops every result but those of these tests, which a new audit does not repeat.
  void keepOnly(const std::vector<attribution::AuditTest>& tests);
  const std::vector<attribution::AuditResult>& results() const { return m_results; }
  /// The upper card, for a remark and what belongs into its title line.
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
