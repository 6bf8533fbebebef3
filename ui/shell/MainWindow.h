// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QStringList>
#include <cstddef>
#include <vector>

class QStackedWidget;

namespace maury::ui {

class MessageBar;
class Page;
class Rail;
class RecentFiles;
class Session;
class StartPage;
class StatusBar;
class TopBar;
class WindowMenus;

/// Puts the session's parts on the screen and wires them: rail, top bar, message bar, pages, status bar. What they do
/// is in their own files.
class MainWindow : public QMainWindow {
  Q_OBJECT

public:
  /// The window on `session`, which must outlive it.
  explicit MainWindow(Session& session, QWidget* parent = nullptr);
  ~MainWindow() override;

  const std::vector<Page*>& pages() const { return m_pages; }
  /// The page in front; nullptr while the start page is.
  Page* currentPage() const;
  void showPage(int index);
  /// Brings the page with this title ("Train") to the front; false if there is none.
  bool showPage(const QString& title);

protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

private:
  void build();
  void wire();
  void updateTitle();
  void showFitting();  ///< the start page while nothing is open, else a page
  void showExport();
  void exportFigure(const QString& path);
  void copyCommand();
  void openMock(std::size_t stars);
  void restoreWindow();

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
};

}  // namespace maury::ui
