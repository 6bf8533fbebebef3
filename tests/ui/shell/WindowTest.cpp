// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <QUrl>
#include <algorithm>

#include "Shell.h"
#include "base/process/Log.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/StopLimit.h"
#include "support/TemporaryFolder.h"
#include "ui/jobs/ProgressText.h"
#include "ui/pages/Page.h"
#include "ui/pages/Pages.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/StartPage.h"
#include "ui/shell/bars/FilterField.h"
#include "ui/shell/bars/MessageBar.h"
#include "ui/shell/bars/Rail.h"
#include "ui/shell/bars/StatusBar.h"
#include "workbench/pages/PageFigures.h"

using namespace maury;
using namespace maury::ui;
using maury::test::smallSurvey;
using maury::test::waitFor;

TEST_CASE("window: the data page replaces the start page when a survey is opened") {
  Session session;
  MainWindow window(session);
  window.show();
  CHECK(window.currentPage() == nullptr);
  CHECK(window.findChild<StartPage*>()->isVisible());
  CHECK_FALSE(window.showPage("Data"));  // no survey is open yet

  session.setSurvey(smallSurvey(30), "/somewhere/small.fits");
  REQUIRE(window.currentPage());
  CHECK(window.currentPage()->title() == "Data");
  CHECK(window.windowTitle() == QStringLiteral("small.fits — Maury"));
  auto* table = window.currentPage()->findChild<QTableView*>();
  REQUIRE(table);
  CHECK(waitFor([&] { return table->model()->rowCount() == 30; }));
}

TEST_CASE("window: the pages are those of --render, in the same order, and each has an icon") {
  Session session;
  QWidget parent;
  std::vector<std::string> titles;
  for (const Page* page : makePages(session, &parent)) {
    titles.push_back(page->title().toLower().toStdString());
    INFO(titles.back());
    CHECK(QFile::exists(":/icons/" + page->iconName() + ".svg"));
  }
  CHECK(titles == workbench::pageNames());
}

TEST_CASE("window: a typed filter is applied to the table and the status bar") {
  Session session;
  MainWindow window(session);
  window.show();
  session.setSurvey(smallSurvey(30), "small.fits");
  auto* field = window.findChild<FilterField*>();
  REQUIRE(field);
  field->setText("logg < 1");
  Q_EMIT field->returnPressed();
  CHECK(session.rows()->size() == 6);
  auto* table = window.currentPage()->findChild<QTableView*>();
  CHECK(waitFor([&] { return table->model()->rowCount() == 6; }));
  bool isShown = false;
  for (const QLabel* label : window.findChild<StatusBar*>()->findChildren<QLabel*>()) {
    isShown = isShown || label->text() == "6 of 30 stars in the filter";
  }
  CHECK(isShown);
}

TEST_CASE("window: it is shown before LibTorch is loaded, and the status bar then names the device") {
  const auto loaded = [] { return test::contains(test::bytesOf("/proc/self/maps"), "libtorch"); };
  const bool loadedBefore = loaded();  // another test of this process may have loaded it
  Session session;
  MainWindow window(session);
  window.show();
  CHECK(loaded() == loadedBefore);
  const auto saysRuntime = [&] {
    const QList<QLabel*> labels = window.findChild<StatusBar*>()->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
                       [](const QLabel* label) { return label->text().startsWith("LibTorch "); });
  };
  CHECK_FALSE(saysRuntime());
  CHECK(waitFor(saysRuntime, 60000));
  CHECK(loaded());
}

TEST_CASE("window: the chosen row of the table and the current star follow each other") {
  Session session;
  MainWindow window(session);
  window.show();
  session.setSurvey(smallSurvey(30), "small.fits");
  auto* table = window.currentPage()->findChild<QTableView*>();
  REQUIRE(waitFor([&] { return table->model()->rowCount() == 30; }));
  table->selectRow(12);
  REQUIRE(session.currentStar());
  CHECK(*session.currentStar() == 12);
  session.setCurrentStar(3);
  CHECK(table->currentIndex().row() == 3);
}

TEST_CASE("window: a dropped file that is not a survey shows a message, which Dismiss removes") {
  Session session;
  MainWindow window(session);
  window.show();
  const test::TemporaryFolder folder;
  std::ofstream(folder / "letter.txt") << "Dear Annie,\n";
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(QString::fromStdString((folder / "letter.txt").string()))});
  QDragEnterEvent enter(QPoint(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&window, &enter);
  CHECK(enter.isAccepted());
  QDropEvent drop(QPointF(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&window, &drop);
  auto* bar = window.findChild<MessageBar*>();
  auto* rail = window.findChild<Rail*>();
  const QRect railBefore = rail->geometry();
  REQUIRE(waitFor([&] { return bar->isShown(); }));
  REQUIRE(waitFor([&] { return bar->height() > 20; }));
  CHECK(rail->geometry() == railBefore);
  CHECK(bar->sentence().contains("letter.txt"));
  bar->findChild<QToolButton*>()->click();
  CHECK_FALSE(bar->isShown());
  CHECK(waitFor([&] { return !bar->isVisible(); }));
}

TEST_CASE("window: closing it during the creation of a mock ends the work within half a second") {
  const test::TemporaryFolder folder;
  QElapsedTimer timer;
  {
    Session session;
    MainWindow window(session);
    window.show();
    mock::MockOptions options;
    options.stars = 1000000;
    session.commands().mock.start(QString::fromStdString((folder / "mock.fits").string()), options);
    REQUIRE(waitFor([&] { return session.jobs().current()->progress().done > 0; }, 20000));
    timer.start();
    window.close();
  }
  CHECK(timer.elapsed() < maury::test::kStopLimitMs);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("window: diagnostics are copied with versions and the last lines of the log") {
  Session session;
  MainWindow window(session);
  window.show();
  log::info("a line for the report");
  QGuiApplication::clipboard()->setText("before");
  const QList<QAction*> actions = window.actions();
  const auto copy = std::find_if(actions.begin(), actions.end(),
                                 [](const QAction* action) { return action->text() == "Copy diagnostics"; });
  REQUIRE(copy != actions.end());
  (*copy)->trigger();
  // LibTorch may have to be loaded first, on another thread.
  REQUIRE(waitFor([] { return QGuiApplication::clipboard()->text() != "before"; }, 60000));
  const QString text = QGuiApplication::clipboard()->text();
  for (const char* part : {"LibTorch", "BLAS", "device", "Qt", "processor", "a line for the report"})
    CHECK(text.contains(part));
  CHECK(window.findChild<MessageBar*>()->sentence().contains("clipboard"));
}

TEST_CASE("status: title and progress of a job as text") {
  Progress progress;
  progress.unit = "stars";
  progress.done = 12000;
  progress.total = 20000;
  progress.perSecond = 5940.4;
  progress.secondsLeft = 1.3;
  CHECK(progressText("making", progress) ==
        QStringLiteral("making · 2 s left · 12\u202F000 of 20\u202F000 stars · 5\u202F940/s"));
}
