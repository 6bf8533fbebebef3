// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

#include "attribution/experiments/ExperimentOptionTable.h"
#include "ui/pages/parts/OptionBox.h"

class QLineEdit;
class QPushButton;

namespace maury::ui {

/// Options of an experiment: its values, the number of stars, and a second model to compare with the open one. The
/// values of each kind are kept when the kind changes.
class ExperimentCard : public Card {
  Q_OBJECT

public:
  explicit ExperimentCard(QWidget* parent = nullptr);

  void setKind(attribution::ExperimentKind kind);
  attribution::ExperimentKind kind() const { return m_kind; }
  /// Returns the options; nullopt while the values are invalid, which marks their field.
  std::optional<attribution::ExperimentOptions> options() const;
  /// Shows the name of the second model; an empty name means none.
  void setSecondModel(const QString& name);
  QPushButton& runButton() { return *m_run; }

Q_SIGNALS:
  void runClicked();
  void addModelClicked();
  void removeModelClicked();

private:
  void check();

  attribution::ExperimentKind m_kind = attribution::ExperimentKind::Velocity;
  std::array<QString, 2> m_texts;  ///< values as typed: velocities, S/N
  QLabel *m_description, *m_valuesName, *m_windowName, *m_secondModel;
  QLineEdit* m_values;
  OptionBoxes<attribution::ExperimentOptions> m_options{attribution::experimentOptionTable()};
  QWidget* m_window;
  QPushButton *m_add, *m_remove, *m_run;
};

}  // namespace maury::ui
