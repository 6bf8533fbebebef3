// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QObject>
#include <functional>
#include <vector>

#include "ui/dialogs/LastFolder.h"
#include "ui/session/commands/opening/ReviewQuestion.h"

class QAction;
class QMenu;
class QWidget;

namespace maury::ui {

class RecentFiles;
class SelectionActions;
class Session;

/// Main menu, behind the program's name, with all actions of the window and their shortcuts. The actions also belong to
/// the window, so that shortcuts work while the menu is closed.
class WindowMenus : public QObject {
  Q_OBJECT

public:
  WindowMenus(Session& session, RecentFiles& recent, QWidget* window);

  QMenu* menu() const { return m_menu; }
  QMenu* selectionMenu() const;
  const std::vector<QAction*>& actions() const { return m_actions; }
  /// Sets whether the page in front has a figure to export.
  void setCanExportFigure(bool can);
  /// Sets whether a command of maury-cli reproduces that figure.
  void setCanCopyCommand(bool can);

  // Dialogs that open what the user chooses. The start page and the chips use them too.
  void chooseSurvey();
  void chooseFolder();
  void chooseModel();

Q_SIGNALS:
  void exportFigureRequested(const QString& path);
  void copyCommandRequested();
  void filterFocusRequested();
  void menuRequested();
  void openKeptRequested();

private:
  using Slot = std::function<void()>;
  QAction* add(QMenu* menu, const QString& text, const QKeySequence& keys, Slot slot);
  void addFiles();
  void addColumnsChoice();
  void addView();
  void addHelp();
  void fillRecent();
  void updateEnabled();
  void chooseColumns();
  void openChosen(const QString& title, AskReview when);
  void chooseSurveyFile();
  void exportCatalogue();
  void joinCatalogue();
  void combineArms();
  void addColumn();
  void chooseModelFile();
  void chooseFigureFile();
  /// Shows a save dialog in lastFolder() and returns the chosen path, with the filter's suffix if it has none; empty if
  /// the user cancels.
  QString askSavePath(const QString& title, const QString& proposal, const QString& filters);

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
  QAction* m_combine = nullptr;
  QAction* m_addColumn = nullptr;
  QAction* m_exportFigure = nullptr;
  QAction* m_copyCommand = nullptr;
  std::vector<QAction*> m_actions;
};

}  // namespace maury::ui
