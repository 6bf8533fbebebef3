// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/session/Session.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace maury::ui {

/// Dialog that asks for the name and expression of a column to compute, and shows the range of its values, or what is
/// wrong, while the user types. The computation runs on a worker thread; AddColumnCommand adds the column.
class AddColumnDialog : public QDialog {
  Q_OBJECT

public:
  AddColumnDialog(const Session& session, QWidget* parent);

  /// Returns the text in the form of survey::parseNamedExpression().
  QString column() const;

private:
  void showResult();

  Session::DatasetPointer m_survey;
  Session::DatasetPointer m_catalogue;
  QLineEdit* m_column;
  QLabel* m_result;
  QPushButton* m_add;
  JobRunner m_computation;
};

}  // namespace maury::ui
