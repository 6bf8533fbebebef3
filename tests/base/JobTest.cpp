// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Job.h"

#include <atomic>
#include <thread>
#include <vector>

#include "base/Error.h"
#include "base/Parallel.h"
#include "base/SilentJob.h"
#include "base/WorkerTeam.h"
#include "support/Catch.h"

using namespace maury;

TEST_CASE("job: a stopped job throws Cancelled at its next checkpoint") {
  Job job;
  job.checkpoint();
  job.requestStop();
  try {
    job.checkpoint();
    FAIL("checkpoint() returned after requestStop()");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::Cancelled);
    CHECK(exitCode(error.kind()) == 130);
  }
}

TEST_CASE("job: a paused job waits until it is resumed or stopped") {
  Job job;
  std::atomic<int> passed{0};
  job.pause();
  std::jthread worker([&] {
    job.checkpoint();
    ++passed;
    job.pause();
    try {
      job.checkpoint();
    } catch (const Error&) {
      passed += 10;
    }
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  CHECK(passed == 0);
  job.resume();
  while (!job.paused())
    std::this_thread::yield();
  job.requestStop();
  worker.join();
  CHECK(passed == 11);
}

TEST_CASE("job: a meter reports first, throttled, and last with the total") {
  std::vector<Progress> reports;
  Job job([&](const Progress& progress) { reports.push_back(progress); });
  {
    ProgressMeter meter(job, "counting", "stars", 1000000);
    for (int i = 0; i < 100000; ++i)
      meter.advance(10);
  }
  REQUIRE(reports.size() >= 2);
  CHECK(reports.size() < 50);
  CHECK(reports.front().done == 0);
  CHECK(reports.back().finished);
  CHECK(reports.back().done == 1000000);
  CHECK(reports.back().secondsLeft == Approx(0.0));
}

TEST_CASE("parallel: every index is worked once and the first exception comes back") {
  std::vector<std::atomic<int>> seen(1003);
  parallelChunks(seen.size(), 10, 4, [&](std::size_t begin, std::size_t end, unsigned worker) {
    CHECK(worker < 4);
    for (std::size_t i = begin; i < end; ++i)
      ++seen[i];
  });
  for (const auto& count : seen)
    CHECK(count == 1);
  CHECK_THROWS_AS(parallelChunks(100, 1, 3,
                                 [](std::size_t begin, std::size_t, unsigned) {
                                   if (begin == 50) throw Error(ErrorKind::Numerical, "row 50");
                                 }),
                  Error);
}

TEST_CASE("worker team: every piece is worked once, time after time, and an exception comes back") {
  std::atomic<int> prepared{0};
  {
    WorkerTeam team([&prepared] { ++prepared; });
    for (int round = 0; round < 500; ++round) {
      std::vector<std::atomic<int>> seen(7);
      team.run(seen.size(), 1 + round % 4, [&](std::size_t i) { ++seen[i]; });
      for (const auto& count : seen)
        REQUIRE(count == 1);
    }
    CHECK_THROWS_AS(team.run(50, 3,
                             [](std::size_t i) {
                               if (i == 20) throw Error(ErrorKind::Numerical, "piece 20");
                             }),
                    Error);
    std::atomic<int> after{0};
    team.run(10, 4, [&](std::size_t) { ++after; });
    CHECK(after == 10);
  }
  CHECK(prepared <= 3);  // a thread that never came to work may have been closed before
}

TEST_CASE("job: silent work tells nothing of its progress and stops with the job") {
  int told = 0;
  Job job([&told](const Progress&) { ++told; });
  CHECK(silently(job, [](Job& silent) {
          ProgressMeter meter(silent, "counting", "things", 3);
          for (int i = 0; i < 3; ++i)
            meter.advance();
          return 7;
        }) == 7);
  CHECK(told == 0);
  job.requestStop();
  const auto endless = [&] {
    silently(job, [](Job& silent) {
      ProgressMeter meter(silent, "counting", "things", 0);
      while (true)
        meter.advance();
    });
  };
  CHECK_THROWS_AS(endless(), Error);
}
