// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QObject>
#include <functional>
#include <vector>

#include "ui/dialogs/LastFolder.h"

class QAction;
class QMenu;
class QWidget;

namespace maury::ui {

class RecentFiles;
class SelectionActions;
class Session;

/// Every action of the window with its shortcut, in the one menu behind the program's name. The actions are the
/// window's too, so that shortcuts work while the menu is shut.
class WindowMenus : public QObject {
  Q_OBJECT

public:
  WindowMenus(Session& session, RecentFiles& recent, QWidget* window);

  QMenu* menu() const { return m_menu; }
  QMenu* selectionMenu() const;
  const std::vector<QAction*>& actions() const { return m_actions; }
  /// Whether the page in front has a figure to export.
  void setCanExportFigure(bool can);
  /// Whether a command of maury-cli repeats it.
  void setCanCopyCommand(bool can);

  /// Dialogs that choose what to open; also behind the start page and the chips.
  void chooseSurvey();
  void chooseFolder();
  void chooseModel();

Q_SIGNALS:
  void exportFigureWanted(const QString& path);
  void commandWanted();
  void filterWanted();
  void menuWanted();

private:
  using Slot = std::function<void()>;
  QAction* add(QMenu* menu, const QString& text, const QKeySequence& keys, Slot slot);
  void addFiles();
  void addView();
  void addHelp();
  void fillRecent();
  void showAvailable();
  void chooseSurveyFile();
  void exportCatalogue();
  void joinCatalogue();
  void chooseModelFile();
  void chooseFigureFile();
  /// A save dialog in the folder used last; adds the filter's suffix where none is given. Empty when given up.
  QString saveName(const QString& title, const QString& proposal, const QString& filters);

  Session& m_session;
  RecentFiles& m_recentFiles;
  QWidget* m_window;
  QMenu* m_menu;
  SelectionActions* m_selection;
  QMenu* m_recent = nullptr;
  QAction* m_saveSurvey = nullptr;
  QAction* m_exportCatalogue = nullptr;
  QAction* m_saveModel = nullptr;
  QAction* m_predict = nullptr;
  QAction* m_join = nullptr;
  QAction* m_exportFigure = nullptr;
  QAction* m_copyCommand = nullptr;
  std::vector<QAction*> m_actions;
};

}  // namespace maury::ui
