// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "survey/joining/Join.h"
#include "ui/session/Session.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace maury::ui {

/// Asks how a table's rows are found for the survey's stars, and shows what each way would match before it is done. The
/// matching runs on a worker thread; the join itself is Session::joinSurvey().
class JoinCatalogueDialog : public QDialog {
  Q_OBJECT

public:
  JoinCatalogueDialog(const Session& session, Session::DatasetPointer catalogue, const QString& name, QWidget* parent);

  survey::JoinOptions options() const;
  bool onlyMatched() const;

private:
  QWidget* makeForm();
  void showMatches();

  Session::DatasetPointer m_survey;
  Session::DatasetPointer m_catalogue;
  QComboBox* m_by;
  QComboBox* m_ownColumn;
  QComboBox* m_otherColumn;
  QDoubleSpinBox* m_radius;
  QCheckBox* m_onlyMatched;
  QLabel* m_matches;
  QPushButton* m_join;
  JobRunner m_matching;
};

}  // namespace maury::ui
