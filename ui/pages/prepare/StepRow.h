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

/// One step of the list: its name, a field for each of its keys, and buttons to move and remove it.
class StepRow : public QFrame {
  Q_OBJECT

public:
  /// `text` must be a step that survey::parseStep() takes. `columns` are offered where a step names one.
  StepRow(const std::string& text, const QStringList& columns, QWidget* parent = nullptr);

  /// The step in full, as last could be meant.
  const std::string& text() const { return m_text; }
  /// The number shown, and which way it can be moved.
  void setPlace(int place, int count);

Q_SIGNALS:
  void edited();
  void moved(int by);
  void removed();

private:
  void addField(const survey::StepKey& key, const QString& value, const QStringList& columns);
  void read();

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
