// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "attribution/audit/AuditOptionTable.h"
#include "ui/pages/parts/OptionBox.h"
#include "validation/BaselineOptionTable.h"

class QLabel;
class QPushButton;

namespace maury::ui {

/// Returns a word-wrapped label in the muted colour.
QLabel* mutedLabel(const QString& text = {});
/// Shows a sentence in a status label, in the colour of problems if `isBad`. An empty text hides the label.
void setStatus(QLabel& label, const QString& text, bool isBad);

/// Card with the options and start buttons of the audit and its baselines.
class AuditControls : public Card {
  Q_OBJECT

public:
  explicit AuditControls(QWidget* parent = nullptr);

  attribution::AuditOptions options() const;
  validation::BaselineOptions baselineOptions() const;
  QPushButton& startButton() { return *m_start; }
  QPushButton& baselinesButton() { return *m_baselines; }
  QLabel& status() { return *m_status; }

Q_SIGNALS:
  void startClicked();
  void baselinesClicked();

private:
  OptionBoxes<attribution::AuditOptions> m_options{attribution::auditOptionTable()};
  OptionBoxes<validation::BaselineOptions> m_baselineOptions{validation::baselineOptionTable()};
  QPushButton *m_start, *m_baselines;
  QLabel* m_status;
};

}  // namespace maury::ui
