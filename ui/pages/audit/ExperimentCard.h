// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

#include "attribution/experiments/ExperimentOptionTable.h"
#include "ui/pages/parts/OptionBox.h"

class QLineEdit;
class QPushButton;

namespace maury::ui {

/// What an experiment does, to how many stars, and which other model is asked beside the open one. Each kind keeps its
/// own values.
class ExperimentCard : public Card {
  Q_OBJECT

public:
  explicit ExperimentCard(QWidget* parent = nullptr);

  void setKind(attribution::ExperimentKind kind);
  attribution::ExperimentKind kind() const { return m_kind; }
  /// Nothing while the values cannot be meant; the field says so.
  std::optional<attribution::ExperimentOptions> options() const;
  /// Shows the name of the second model; empty: none.
  void setSecondModel(const QString& name);
  QPushButton& runButton() { return *m_run; }

Q_SIGNALS:
  void runClicked();
  void addModelClicked();
  void removeModelClicked();

private:
  void check();

  attribution::ExperimentKind m_kind = attribution::ExperimentKind::Velocity;
  std::array<QString, 2> m_texts;  ///< of velocities and S/N
  QLabel *m_what, *m_valuesName, *m_windowName, *m_beside;
  QLineEdit* m_values;
  OptionBoxes<attribution::ExperimentOptions> m_options{attribution::experimentOptionTable()};
  QWidget* m_window;
  QPushButton *m_add, *m_remove, *m_run;
};

}  // namespace maury::ui
