// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/MainWindow.h"

#include <QClipboard>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMimeData>
#include <QScreen>
#include <QSessionManager>
#include <QSettings>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>
#include <memory>
#include <utility>

#include "base/Error.h"
#include "ui/dialogs/ColumnsDialog.h"
#include "ui/pages/Page.h"
#include "ui/pages/Pages.h"
#include "ui/selection/SelectionBar.h"
#include "ui/session/FilesInUse.h"
#include "ui/session/MockFile.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "ui/session/TrainingsFolder.h"
#include "ui/session/commands/Commands.h"
#include "ui/shell/Application.h"
#include "ui/shell/Closing.h"
#include "ui/shell/RecentFiles.h"
#include "ui/shell/StartPage.h"
#include "ui/shell/WindowMenus.h"
#include "ui/shell/bars/FilterField.h"
#include "ui/shell/bars/MessageBar.h"
#include "ui/shell/bars/Rail.h"
#include "ui/shell/bars/StatusBar.h"
#include "ui/shell/bars/TopBar.h"
#include "ui/theme/Icons.h"
#include "workbench/opening/KeptWork.h"
#include "workbench/opening/KnownForms.h"
#include "workbench/outputs/OutputFiles.h"

namespace maury::ui {

namespace {

constexpr QSize kMinimumSize{1024, 680};
constexpr QSize kDefaultSize{1440, 900};

QStringList localPaths(const QMimeData* data) {
  QStringList paths;
  for (const QUrl& url : data->urls()) {
    if (url.isLocalFile()) paths << url.toLocalFile();
  }
  return paths;
}

}  // namespace

MainWindow::MainWindow(Session& session, QWidget* parent)
    : QMainWindow(parent), m_session(session), m_recent(new RecentFiles(this)) {
  build();
  connectParts();
  connectClosing();
  restoreWindow();
  updateTitle();
  showStartOrPage();
}

MainWindow::~MainWindow() {
  // Request all jobs to stop before the pages wait for theirs one after another. The session outlives the window and
  // must not call it any more.
  m_session.jobs().stopAll();
  m_session.commands().open.setReviewQuestion({});
  m_session.commands().readTable.setReviewQuestion({});
}

void MainWindow::build() {
  setWindowIcon(programIcon());
  setMinimumSize(kMinimumSize);
  setAcceptDrops(true);

  auto* background = new QWidget(this);
  background->setObjectName("ground");
  m_topBar = new TopBar(m_session, background);
  m_messageBar = new MessageBar(background);
  m_rail = new Rail(background);
  m_stack = new QStackedWidget(background);
  m_statusBar = new StatusBar(m_session, background);
  m_startPage = new StartPage(*m_recent, m_stack);
  m_stack->addWidget(m_startPage);
  m_pages = makePages(m_session, m_stack);
  for (Page* page : m_pages) {
    m_stack->addWidget(page);
    m_rail->addEntry(page->title(), page->iconName());
  }

  auto* page = new QVBoxLayout;  // a message makes only the page smaller, so that the rail does not move
  page->setSpacing(0);
  page->addWidget(m_messageBar);
  page->addWidget(m_stack, 1);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(m_rail);
  middle->addLayout(page, 1);
  auto* column = new QVBoxLayout(background);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_topBar);
  column->addLayout(middle, 1);
  column->addWidget(m_statusBar);
  setCentralWidget(background);

  m_menus = new WindowMenus(m_session, *m_recent, this);
  m_topBar->setMenu(m_menus->menu());
  m_topBar->selection()->setMenu(m_menus->selectionMenu());
}

void MainWindow::connectParts() {
  connect(&m_session, &Session::surveyChanged, this, &MainWindow::updateTitle);
  connect(&m_session, &Session::surveyChanged, this, &MainWindow::showStartOrPage);
  connect(&m_session, &Session::message, m_messageBar, &MessageBar::showMessage);
  if (auto* application = qobject_cast<Application*>(QCoreApplication::instance()))
    connect(application, &Application::exceptionCaught, this,
            [this](const QString& sentence) { m_session.report(Severity::Problem, sentence); });
  connect(&m_session, &Session::opened, m_recent, &RecentFiles::add);
  // The receiver is the start page, so that this connection ends with it: the runners of pages destroyed later still
  // change the job board.
  connect(&m_session.jobs(), &JobBoard::changed, m_startPage,
          [this] { m_startPage->setBusy(m_session.jobs().current() != nullptr); });
  const auto question = [this](const ReviewPointer& review, const auto& accepted) { askColumns(review, accepted); };
  m_session.commands().open.setReviewQuestion(question);
  m_session.commands().readTable.setReviewQuestion(question);
  connect(&m_keepingForm, &JobRunner::failed, this,
          [this](const QString& sentence) { m_session.report(Severity::Problem, sentence); });

  connect(m_rail, &Rail::chosen, this, qOverload<int>(&MainWindow::showPage));
  connect(m_topBar, &TopBar::surveyClicked, m_menus, &WindowMenus::chooseSurvey);
  connect(m_topBar, &TopBar::modelClicked, m_menus, &WindowMenus::chooseModel);
  connect(m_startPage, &StartPage::openClicked, m_menus, &WindowMenus::chooseSurvey);
  connect(m_startPage, &StartPage::openFolderClicked, m_menus, &WindowMenus::chooseFolder);
  connect(m_startPage, &StartPage::mockClicked, this, &MainWindow::openMock);
  connect(m_startPage, &StartPage::resumeClicked, &m_session, &Session::requestResume);
  connect(m_startPage, &StartPage::recentClicked, this,
          [this](const QString& path) { m_session.commands().open.start({path}); });

  connect(m_menus, &WindowMenus::filterFocusRequested, this, [this] {
    m_topBar->filter()->setFocus();
    m_topBar->filter()->selectAll();
  });
  connect(m_menus, &WindowMenus::menuRequested, m_topBar, &TopBar::openMenu);
  connect(m_menus, &WindowMenus::exportFigureRequested, this, &MainWindow::exportFigure);
  connect(m_menus, &WindowMenus::copyCommandRequested, this, &MainWindow::copyCommand);
  for (Page* page : m_pages) {
    connect(page, &Page::exportFigureAvailableChanged, this, &MainWindow::updateFigureActions);
    connect(page, &Page::frontRequested, this, [this, page] { showPage(page->title()); });
  }
}

Page* MainWindow::currentPage() const {
  const int index = m_stack->currentIndex() - 1;  // the start page comes first
  return index >= 0 ? m_pages[static_cast<std::size_t>(index)] : nullptr;
}

void MainWindow::showPage(int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= m_pages.size() || !m_session.survey()) return;
  m_stack->setCurrentIndex(index + 1);
  m_rail->setCurrent(index);
  m_pages[static_cast<std::size_t>(index)]->activated();
  updateFigureActions();
}

bool MainWindow::showPage(const QString& title) {
  for (std::size_t i = 0; i < m_pages.size(); ++i) {
    if (m_pages[i]->title() != title) continue;
    showPage(static_cast<int>(i));
    return currentPage() == m_pages[i];
  }
  return false;
}

void MainWindow::showStartOrPage() {
  const bool open = m_session.survey() != nullptr;
  m_rail->setEnabled(open);
  if (!open) {
    m_stack->setCurrentWidget(m_startPage);
    m_rail->setCurrent(-1);
    updateFigureActions();
  } else if (!currentPage()) {
    showPage(0);
  }
}

void MainWindow::updateFigureActions() {
  m_menus->setCanExportFigure(currentPage() && currentPage()->canExportFigure());
  m_menus->setCanCopyCommand(currentPage() && currentPage()->hasCommandLine());
}

void MainWindow::exportFigure(const QString& path) {
  if (!currentPage()) return;
  try {
    requireNotOpen(toPath(path), openFilesOf(m_session));
    workbench::requireWritableOutputs({{toPath(path), workbench::OutputKind::Figure}}, {}, {});
    currentPage()->exportFigure(path);
    m_session.report(Severity::Information, tr("Exported the figure to %1.").arg(path));
  } catch (const Error& error) {
    m_session.report(Severity::Problem, QString::fromUtf8(error.what()));
  }
}

void MainWindow::copyCommand() {
  if (!currentPage()) return;
  try {
    const QString command = currentPage()->commandLine();
    QGuiApplication::clipboard()->setText(command);
    m_session.report(Severity::Information, tr("Copied to the clipboard: %1").arg(command));
  } catch (const Error& error) {
    m_session.report(Severity::Problem, QString::fromUtf8(error.what()));
  }
}

void MainWindow::openMock(std::size_t stars) {
  mock::MockOptions options;
  options.stars = stars;
  const QString path = mockFilePath(stars, options.seed);
  if (QFileInfo::exists(path)) {
    m_session.commands().open.start({path});
    return;
  }
  auto timer = std::make_shared<QElapsedTimer>();
  timer->start();
  connect(
      &m_session, &Session::opened, this,
      [timer, path, stars](const QString& opened) {
        if (opened == path)
          saveSecondsPerMockStar(static_cast<double>(timer->elapsed()) / 1e3 / static_cast<double>(stars));
      },
      Qt::SingleShotConnection);
  m_session.commands().mock.start(path, options);
}

void MainWindow::askColumns(const ReviewPointer& review,
                            const std::function<void(const ReviewPointer& review)>& accepted) {
  auto* dialog = new ColumnsDialog(review, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog, accepted] {
    const ReviewPointer read = dialog->review();
    m_keepingForm.run(
        tr("keeping"),
        [read, file = toPath(knownFormsFile())](Job&) {
          workbench::keepOptionsOfForm(file, read->form, read->options);
        },
        [] {});
    accepted(read);
  });
  dialog->open();
}

void MainWindow::updateTitle() {
  const QString name = m_session.surveyName();
  setWindowTitle(name.isEmpty() ? tr("Maury") : tr("%1 — Maury").arg(name));
  setWindowFilePath(m_session.surveyPath());
}

void MainWindow::restoreWindow() {
  const QSettings settings;
  if (!restoreGeometry(settings.value("window/geometry").toByteArray())) {
    resize(kDefaultSize.boundedTo(screen()->availableSize()));
  }
}

void MainWindow::connectClosing() {
  m_closing = new Closing(m_session, this);
#ifndef QT_NO_SESSIONMANAGER
  // The session manager may end the program as soon as this returns.
  connect(
      qGuiApp, &QGuiApplication::commitDataRequest, this, [this](QSessionManager&) { m_closing->keepNow(); },
      Qt::DirectConnection);
#endif
  const auto openKept = [this] {
    const auto kept = workbench::keptWork(toPath(keptFolder()));
    if (kept.empty()) return m_session.report(Severity::Information, tr("No results are kept."));
    openKeptWork(kept.front());
  };
  connect(m_menus, &WindowMenus::openKeptRequested, this, openKept);
  connect(m_startPage, &StartPage::openKeptClicked, this, openKept);
  connect(&m_session, &Session::surveyChanged, this, &MainWindow::reportKeptWork, Qt::SingleShotConnection);
}

void MainWindow::openKeptWork(const workbench::KeptWork& kept) {
  m_keptReported = true;
  QStringList paths;
  for (const std::filesystem::path& file : kept.files)
    paths << toText(file);
  m_session.commands().open.start(paths);
}

/// Reports once that an earlier session kept results, in case the start page, which offers them, was skipped.
void MainWindow::reportKeptWork() {
  const auto kept = workbench::keptWork(toPath(keptFolder()));
  if (kept.empty() || std::exchange(m_keptReported, true)) return;
  m_session.report(Severity::Information,
                   tr("An earlier session kept results: %1. Choose Open kept results in the menu.")
                       .arg(QString::fromStdString(kept.front().words())));
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!m_closing->mayClose()) {
    event->ignore();
    return;
  }
  QSettings().setValue("window/geometry", saveGeometry());
  m_session.jobs().stopAll();
  QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!localPaths(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QStringList paths = localPaths(event->mimeData());
  if (paths.isEmpty()) return;
  event->acceptProposedAction();
  m_session.commands().open.start(paths);
}

}  // namespace maury::ui
