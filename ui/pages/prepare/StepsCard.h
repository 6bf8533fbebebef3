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

/// List of steps to apply, below the steps that were already applied to the survey.
class StepsCard : public Card {
  Q_OBJECT

public:
  explicit StepsCard(QWidget* parent = nullptr);

  /// Takes from the survey the columns and wavelengths that steps may refer to and the steps already applied to it;
  /// nullptr if no survey is open. Does not change the list of steps to apply.
  void setSurvey(const survey::Dataset* survey);
  std::vector<std::string> texts() const;
  /// Replaces the list and emits changed(). Skips texts that are not valid steps.
  void setTexts(const std::vector<std::string>& texts);
  /// Shows a sentence below the list; an empty one hides it.
  void setProblem(const QString& sentence);

Q_SIGNALS:
  void changed();

private:
  void fillMenu(QMenu* menu);
  void add(const std::string& text);
  void insertRow(const std::string& text);
  void move(StepRow* row, int places);
  void drop(StepRow* row);
  void remove(StepRow* row);
  void renumber();
  std::string adaptToSurvey(const survey::NamedStep& named) const;

  QStringList m_columns;
  QString m_velocityColumn;  ///< column of radial velocities; empty if the survey has none
  spectra::WavelengthGrid m_grid;
  QLabel* m_applied;
  QLabel* m_empty;
  QVBoxLayout* m_list;
  QLabel* m_problem;
  std::vector<StepRow*> m_rows;
};

}  // namespace maury::ui
