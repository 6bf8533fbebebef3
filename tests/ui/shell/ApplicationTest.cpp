// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/Application.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTimer>
#include <new>
#include <stdexcept>

#include "Shell.h"
#include "base/Error.h"
#include "base/process/Log.h"
#include "support/Catch.h"
#include "ui/jobs/JobRunner.h"
#include "ui/session/Session.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/bars/MessageBar.h"

using namespace maury;
using namespace maury::ui;
using maury::test::waitFor;

namespace {

Application& application() {
  return *qobject_cast<Application*>(QCoreApplication::instance());
}

/// Functions that throw an exception of each kind, and a part of the sentence that the user sees.
struct Fault {
  void (*throwIt)();
  const char* words;
};

const Fault kFaults[] = {
    {[] { throw Error(ErrorKind::Format, "a.fits, HDU 2: no rows."); }, "a.fits, HDU 2: no rows."},
    {[] { throw std::bad_alloc(); }, "not enough memory"},
    {[] { throw std::out_of_range("beyond the end"); }, "beyond the end"},
    {[] { throw 42; }, "unexpected error"},
};

}  // namespace

TEST_CASE("application: an exception in a slot or timer becomes a message and a line of the log") {
  for (const Fault& fault : kFaults) {
    INFO(fault.words);
    QSignalSpy caught(&application(), &Application::exceptionCaught);
    QPushButton button;
    QObject::connect(&button, &QPushButton::clicked, fault.throwIt);
    QTimer::singleShot(0, &button, [&button] { button.click(); });
    REQUIRE(waitFor([&] { return caught.count() == 1; }));
    CHECK(caught.front().front().toString().contains(fault.words));
    CHECK(log::lastLines(1).at(0).find(" error ") != std::string::npos);
  }
}

TEST_CASE("application: an exception that repeats at once is reported once") {
  QSignalSpy caught(&application(), &Application::exceptionCaught);
  int thrown = 0;
  QObject receiver;
  for (int i = 0; i < 20; ++i) {
    QTimer::singleShot(0, &receiver, [&thrown] {
      ++thrown;
      throw std::runtime_error("again and again");
    });
  }
  REQUIRE(waitFor([&] { return thrown == 20; }));
  CHECK(caught.count() == 1);
}

TEST_CASE("application: an exception in an intermediate result of a job becomes a message") {
  for (const Fault& fault : kFaults) {
    INFO(fault.words);
    QSignalSpy caught(&application(), &Application::exceptionCaught);
    JobRunner runner;
    QSignalSpy finished(&runner, &JobRunner::finished);
    // The pause lets a sentence of the previous test count as new.
    waitFor([] { return false; }, 1100);
    runner.run(
        "epochs", [&fault](Job&, const JobRunner::Post& post) { post(fault.throwIt); }, [] {});
    REQUIRE(waitFor([&] { return !runner.running(); }));
    CHECK(finished.count() == 1);
    REQUIRE(caught.count() == 1);
    CHECK(caught.front().front().toString().contains(fault.words));
  }
}

TEST_CASE("application: the window shows an exception in its message bar, with control characters escaped") {
  Session session;
  MainWindow window(session);
  window.show();
  QTimer::singleShot(0, &window, [] { throw Error(ErrorKind::Format, "column <b>x</b>\x1b[2J is empty."); });
  auto* bar = window.findChild<MessageBar*>();
  REQUIRE(bar != nullptr);
  REQUIRE(waitFor([&] { return bar->isShown(); }));
  CHECK(bar->sentence() == "column <b>x</b>\\x1b[2J is empty.");
}

TEST_CASE("application: labels show markup as text unless they ask for rich text") {
  QWidget window;
  auto* fromFile = new QLabel("<img src='/tmp/x.png'><b>teff</b>", &window);
  auto* rich = new QLabel("<b>bold</b>", &window);
  rich->setTextFormat(Qt::RichText);
  window.show();
  CHECK(fromFile->textFormat() == Qt::PlainText);
  CHECK(rich->textFormat() == Qt::RichText);
}
