// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <vector>

#include "ui/selection/Selection.h"

class QAction;
class QActionGroup;
class QMenu;
class QWidget;

namespace maury::ui {

class Session;

/// Returns the name of a mode in the menu: "Replace", "And" …
QString modeText(Selection::Mode mode);

/// Actions of the selection, shared by the menu, the top bar and the shortcuts: the five modes, undo, redo, select
/// none, invert, save as a subset, contrast.
class SelectionActions : public QObject {
  Q_OBJECT

public:
  SelectionActions(Session& session, QWidget* window);

  QMenu* menu() const { return m_menu; }
  const std::vector<QAction*>& actions() const { return m_actions; }

private:
  void add(QAction* action);
  void addModes();
  void addSteps();
  void addSubsets();
  void showState();
  void fillContrast();
  void askName();

  Session& m_session;
  Selection& m_selection;
  QWidget* m_window;
  QMenu* m_menu;
  QActionGroup* m_modes = nullptr;
  QAction* m_selectNone = nullptr;
  QAction* m_invert = nullptr;
  QAction* m_name = nullptr;
  QMenu* m_contrast = nullptr;
  std::vector<QAction*> m_actions;
};

}  // namespace maury::ui
