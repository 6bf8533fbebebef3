// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/StopLimit.h"
#include "ui/jobs/JobRunner.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QThread>
#include <atomic>
#include <chrono>
#include <memory>
#include <new>
#include <stdexcept>
#include <thread>

#include "Shell.h"
#include "base/process/Log.h"
#include "support/Catch.h"
#include "ui/jobs/JobBoard.h"

using namespace maury;
using namespace maury::ui;
using maury::test::waitFor;

namespace {

/// Works for a minute in steps of a millisecond.
void longWork(Job& job) {
  ProgressMeter meter(job, "counting", "steps", 60000);
  for (int i = 0; i < 60000; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    meter.advance();
  }
}

}  // namespace

TEST_CASE("job runner: work runs off the UI thread and its result arrives on it") {
  JobRunner runner;
  QThread* workedOn = nullptr;
  QThread* arrivedOn = nullptr;
  int result = 0;
  runner.run(
      "adding",
      [&workedOn](Job&) {
        workedOn = QThread::currentThread();
        return std::make_unique<int>(42);  // a result that can only be moved
      },
      [&](std::unique_ptr<int> value) {
        arrivedOn = QThread::currentThread();
        result = *value;
      });
  CHECK(runner.running());
  CHECK(result == 0);
  REQUIRE(waitFor([&] { return !runner.running(); }));
  CHECK(result == 42);
  CHECK(arrivedOn == QThread::currentThread());
  CHECK(workedOn != arrivedOn);
}

TEST_CASE("job runner: a stopped job emits stopped() and delivers nothing") {
  JobRunner runner;
  QSignalSpy stopped(&runner, &JobRunner::stopped);
  QSignalSpy failed(&runner, &JobRunner::failed);
  bool delivered = false;
  runner.run("counting", longWork, [&delivered] { delivered = true; });
  REQUIRE(waitFor([&] { return runner.progress().done > 0; }));
  CHECK(runner.progress().unit == "steps");
  QElapsedTimer timer;
  timer.start();
  runner.requestStop();
  CHECK(timer.elapsed() < 16);  // the request does not wait
  REQUIRE(waitFor([&] { return stopped.count() == 1; }, 500));
  CHECK_FALSE(runner.running());
  CHECK_FALSE(delivered);
  CHECK(failed.isEmpty());
}

TEST_CASE("job runner: its destructor ends running work within half a second") {
  auto ended = std::make_shared<std::atomic<bool>>(false);
  QElapsedTimer timer;
  {
    JobRunner runner;
    runner.run(
        "counting",
        [ended](Job& job) {
          try {
            longWork(job);
          } catch (...) {
            *ended = true;
            throw;
          }
        },
        [] {});
    REQUIRE(waitFor([&] { return runner.progress().done > 0; }));
    timer.start();
  }
  CHECK(timer.elapsed() < maury::test::kStopLimitMs);
  CHECK(*ended);
}

TEST_CASE("job runner: its destructor does not hang on a paused job") {
  QElapsedTimer timer;
  {
    JobRunner runner;
    runner.run("counting", longWork, [] {});
    runner.pause();
    CHECK(runner.paused());
    timer.start();
  }
  CHECK(timer.elapsed() < maury::test::kStopLimitMs);
}

TEST_CASE("job runner: an error is reported with its sentence and its kind") {
  JobRunner runner;
  QString sentence;
  ErrorKind kind = ErrorKind::Usage;
  QObject::connect(&runner, &JobRunner::failed, [&](const QString& message, ErrorKind errorKind) {
    sentence = message;
    kind = errorKind;
  });
  runner.run(
      "opening", [](Job&) -> int { throw Error(ErrorKind::Format, "a.fits, HDU 2: no rows."); }, [](int) {});
  REQUIRE(waitFor([&] { return !runner.running(); }));
  CHECK(sentence == "a.fits, HDU 2: no rows.");
  CHECK(kind == ErrorKind::Format);
  REQUIRE_FALSE(log::lastLines(1).empty());
  CHECK(log::lastLines(1).front().ends_with("opening: failed: (file), HDU 2: no rows."));
}

TEST_CASE("job runner: an error while a result is delivered is reported too") {
  JobRunner runner;
  QSignalSpy failed(&runner, &JobRunner::failed);
  QSignalSpy finished(&runner, &JobRunner::finished);
  runner.run(
      "opening", [](Job&) { return 1; }, [](int) { throw Error(ErrorKind::Mismatch, "It does not fit."); });
  REQUIRE(waitFor([&] { return failed.count() == 1; }));
  CHECK(finished.isEmpty());
  CHECK_FALSE(runner.running());
}

TEST_CASE("job runner: any exception of the work or of the delivery is a failure with a sentence") {
  void (*const faults[])() = {[] { throw std::bad_alloc(); }, [] { throw std::logic_error("odd"); }, [] { throw 42; }};
  const char* const words[] = {"not enough memory", "odd", "unexpected error"};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto fault = faults[i];
    JobRunner runner;
    QSignalSpy failed(&runner, &JobRunner::failed);
    runner.run(
        "working", [fault](Job&) { fault(); }, [] {});
    REQUIRE(waitFor([&] { return !runner.running(); }));
    runner.run(
        "delivering", [](Job&) {}, fault);
    REQUIRE(waitFor([&] { return !runner.running(); }));
    REQUIRE(failed.count() == 2);
    CHECK(failed[0].front().toString().contains(words[i]));
    CHECK(failed[1].front().toString() == failed[0].front().toString());
  }
}

TEST_CASE("job runner: a new run drops the remaining results of the old one") {
  JobRunner runner;
  std::string shown;
  runner.run(
      "old",
      [](Job& job, const JobRunner::Post& post) {
        try {
          longWork(job);
        } catch (const Error&) {
          post([] {});
        }
        return std::string("old");
      },
      [&shown](const std::string& text) { shown += text; });
  runner.run(
      "new", [](Job&) { return std::string("new"); }, [&shown](const std::string& text) { shown += text; });
  REQUIRE(waitFor([&] { return !runner.running(); }));
  waitFor([] { return false; }, 100);
  CHECK(shown == "new");
}

TEST_CASE("job runner: intermediate results arrive in order, before the last") {
  JobRunner runner;
  std::string shown;
  runner.run(
      "epochs",
      [&shown](Job&, const JobRunner::Post& post) {
        for (const char* letter : {"a", "b", "c"})
          post([&shown, letter] { shown += letter; });
      },
      [&shown] { shown += "."; });
  REQUIRE(waitFor([&] { return !runner.running(); }));
  CHECK(shown == "abc.");
}

TEST_CASE("job board: the running job that started last is current") {
  JobBoard board;
  JobRunner first;
  JobRunner second;
  board.add(&first);
  board.add(&second);
  CHECK(board.current() == nullptr);
  first.run("first", longWork, [] {});
  second.run("second", longWork, [] {});
  CHECK(board.current() == &second);
  second.requestStop();
  REQUIRE(waitFor([&] { return !second.running(); }));
  CHECK(board.current() == &first);
  board.stopAll();
  REQUIRE(waitFor([&] { return !first.running(); }));
  CHECK(board.current() == nullptr);
}
