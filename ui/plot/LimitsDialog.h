// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <array>

#include "ui/plot/Axis.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace maury::ui {

/// Dialog for the limits of both axes of a panel. Numbers have a decimal point in every locale.
class LimitsDialog : public QDialog {
  Q_OBJECT
public:
  LimitsDialog(const Axis& x, const Axis& y, QWidget* parent = nullptr);
  /// Returns xLow, xHigh, yLow, yHigh as typed; NaN for text that is not a number.
  std::array<double, 4> limits() const;

private:
  void check();

  Axis m_x, m_y;
  std::array<QLineEdit*, 4> m_edits{};
  QLabel* m_problem = nullptr;
  QPushButton* m_accept = nullptr;
};

}  // namespace maury::ui
