// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>
#include <string>
#include <utility>
#include <vector>

#include "survey/recipe/StepForms.h"

class QGridLayout;
class QLabel;
class QToolButton;

namespace maury::ui {

/// One step of the list: its title, a field for each of its keys, and buttons to move and remove it.
class StepRow : public QFrame {
  Q_OBJECT

public:
  /// `text` must be a step that survey::parseStep() accepts. `columns` are the choices for keys that name a column.
  StepRow(const std::string& text, const QStringList& columns, QWidget* parent = nullptr);

  /// Returns the full text of the step as of the last time that all its fields were valid.
  const std::string& text() const { return m_text; }
  /// Shows the step's number in the list and disables the button that would move it past an end.
  void setPosition(int index, int count);

Q_SIGNALS:
  void edited();
  void moved(int places);
  void removed();

private:
  void addField(const survey::StepKey& key, const QString& value, const QStringList& columns);
  void readFields();

  const survey::StepForm& m_form;
  std::string m_text;
  std::vector<std::pair<std::string, QWidget*>> m_fields;
  QGridLayout* m_grid;
  QLabel* m_title;
  QLabel* m_problem;
  QToolButton* m_up;
  QToolButton* m_down;
};

}  // namespace maury::ui
