// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <string>

#include "survey/joining/JoinOptionTable.h"
#include "ui/pages/parts/OptionBox.h"
#include "ui/session/Session.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace maury::ui {

/// Dialog that asks how to match a table's rows to the survey's stars, and shows the number of matches beforehand. The
/// matching runs on a worker thread; JoinCommand performs the join.
class JoinCatalogueDialog : public QDialog {
  Q_OBJECT

public:
  JoinCatalogueDialog(const Session& session, Session::DatasetPointer catalogue, const QString& name, QWidget* parent);

  survey::JoinOptions options() const;

private:
  QWidget* makeForm();
  QDoubleSpinBox* makeEpoch(const std::string& key, const QString& objectName);
  void showMatches();

  Session::DatasetPointer m_survey;
  Session::DatasetPointer m_catalogue;
  QComboBox* m_method;
  QComboBox* m_ownColumn;
  QComboBox* m_otherColumn;
  OptionBoxes<survey::JoinOptions> m_options{survey::joinOptionTable()};
  QDoubleSpinBox* m_radius;
  QDoubleSpinBox* m_ownEpoch;
  QDoubleSpinBox* m_otherEpoch;
  QLabel* m_matches;
  QPushButton* m_join;
  JobRunner m_matching;
};

}  // namespace maury::ui
