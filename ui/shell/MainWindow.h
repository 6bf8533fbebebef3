// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QStringList>
#include <cstddef>
#include <functional>
#include <vector>

#include "ui/jobs/JobRunner.h"
#include "ui/session/commands/opening/ReviewQuestion.h"

class QStackedWidget;

namespace maury::workbench {
struct KeptWork;
}

namespace maury::ui {

class Closing;
class MessageBar;
class Page;
class Rail;
class RecentFiles;
class Session;
class StartPage;
class StatusBar;
class TopBar;
class WindowMenus;

/// Main window of the program: creates and connects rail, top bar, message bar, pages and status bar, which implement
/// the functions of the window.
class MainWindow : public QMainWindow {
  Q_OBJECT

public:
  /// Creates the window of `session`, which must outlive it.
  explicit MainWindow(Session& session, QWidget* parent = nullptr);
  ~MainWindow() override;

  const std::vector<Page*>& pages() const { return m_pages; }
  /// Returns the page in front; nullptr if that is the start page.
  Page* currentPage() const;
  void showPage(int index);
  /// Brings the page with this title ("Train") to the front. Returns false if there is none or no survey is open.
  bool showPage(const QString& title);
  /// Returns the object that closes the window without losing results.
  Closing& closing() { return *m_closing; }

protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

private:
  void build();
  void connectParts();
  void updateTitle();
  void showStartOrPage();  ///< shows the start page if no survey is open, else a page
  void updateFigureActions();
  void exportFigure(const QString& path);
  void copyCommand();
  void openMock(std::size_t stars);
  void restoreWindow();
  void connectClosing();
  void openKeptWork(const workbench::KeptWork& kept);
  void reportKeptWork();
  /// Shows how files will be read, and keeps what the user states about their form.
  void askColumns(const ReviewPointer& review, const std::function<void(const ReviewPointer& review)>& accepted);

  Session& m_session;
  RecentFiles* m_recent;
  std::vector<Page*> m_pages;
  Rail* m_rail = nullptr;
  TopBar* m_topBar = nullptr;
  MessageBar* m_messageBar = nullptr;
  StatusBar* m_statusBar = nullptr;
  StartPage* m_startPage = nullptr;
  QStackedWidget* m_stack = nullptr;
  WindowMenus* m_menus = nullptr;
  Closing* m_closing = nullptr;
  JobRunner m_keepingForm;
  bool m_keptReported = false;  ///< true once the user knows about kept results
};

}  // namespace maury::ui
