// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QMenu;
class QToolButton;

namespace maury::ui {

class Chip;
class FilterField;
class SelectionBar;
class Session;

/// Bar at the top of the window: main menu, survey, model, filter and selection.
class TopBar : public QFrame {
  Q_OBJECT

public:
  explicit TopBar(Session& session, QWidget* parent = nullptr);

  void setMenu(QMenu* menu);
  void openMenu();
  FilterField* filter() const { return m_filter; }
  SelectionBar* selection() const { return m_selection; }

Q_SIGNALS:
  void surveyClicked();
  void modelClicked();

private:
  void showSurvey();
  void showModel();
  void restyle();

  Session& m_session;
  QToolButton* m_menuButton;
  Chip* m_survey;
  Chip* m_model;
  FilterField* m_filter;
  SelectionBar* m_selection;
};

}  // namespace maury::ui
