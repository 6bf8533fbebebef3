// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <string>
#include <vector>

#include "spectra/WavelengthGrid.h"
#include "survey/dataset/Dataset.h"
#include "survey/recipe/StepForms.h"
#include "ui/pages/parts/Card.h"

class QMenu;

namespace maury::ui {

class StepRow;

/// The list of steps to take, and those that the survey says were taken before.
class StepsCard : public Card {
  Q_OBJECT

public:
  explicit StepsCard(QWidget* parent = nullptr);

  /// Takes from the survey what steps may name (columns, wavelengths) and which steps were taken before; nullptr for
  /// none. The list stays.
  void setSurvey(const survey::Dataset* survey);
  std::vector<std::string> texts() const;
  /// Replaces the list; sends changed(). A text that is no step is left out.
  void setTexts(const std::vector<std::string>& texts);
  /// A sentence below the list; empty hides it.
  void setProblem(const QString& sentence);

Q_SIGNALS:
  void changed();

private:
  void fillMenu(QMenu* menu);
  void add(const std::string& text);
  void insertRow(const std::string& text);
  void move(StepRow* row, int by);
  void drop(StepRow* row);
  void remove(StepRow* row);
  void renumber();
  std::string fitted(const survey::NamedStep& named) const;

  QStringList m_columns;
  QString m_velocity;  ///< a column of velocities, if there is one
  spectra::WavelengthGrid m_grid;
  QLabel* m_taken;
  QLabel* m_empty;
  QVBoxLayout* m_list;
  QLabel* m_problem;
  std::vector<StepRow*> m_rows;
};

}  // namespace maury::ui
