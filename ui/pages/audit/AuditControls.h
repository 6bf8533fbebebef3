// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "attribution/audit/Audit.h"
#include "ui/pages/parts/Card.h"
#include "validation/WithheldBaselines.h"

class QLabel;
class QPushButton;
class QSpinBox;

namespace maury::ui {

/// Returns a label for a remark, wrapped.
QLabel* mutedLabel(const QString& text = {});
/// Shows a sentence in a status label, or hides the label; `isBad` for a problem.
void setStatus(QLabel& label, const QString& text, bool isBad);

/// Starts an audit and its baselines, with their options.
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
  QSpinBox *m_repeats, *m_members, *m_epochs;
  QPushButton *m_start, *m_baselines;
  QLabel* m_status;
};

}  // namespace maury::ui
