// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "survey/joining/JoinOptionTable.h"
#include "ui/pages/parts/OptionBox.h"
#include "ui/session/Session.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace maury::ui {

/// Asks how a table's rows are found for the survey's stars, and shows what each way would match before it is done. The
/// matching runs on a worker thread; the join itself is JoinCommand's.
class JoinCatalogueDialog : public QDialog {
  Q_OBJECT

public:
  JoinCatalogueDialog(const Session& session, Session::DatasetPointer catalogue, const QString& name, QWidget* parent);

  survey::JoinOptions options() const;

private:
  QWidget* makeForm();
  void showMatches();

  Session::DatasetPointer m_survey;
  Session::DatasetPointer m_catalogue;
  QComboBox* m_by;
  QComboBox* m_ownColumn;
  QComboBox* m_otherColumn;
  OptionBoxes<survey::JoinOptions> m_options{survey::joinOptionTable()};
  QDoubleSpinBox* m_radius;
  QLabel* m_matches;
  QPushButton* m_join;
  JobRunner m_matching;
};

}  // namespace maury::ui
