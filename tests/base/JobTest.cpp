// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Job.h"

#include <atomic>
#include <thread>
#include <vector>

#include "base/Error.h"
#include "base/WithoutProgress.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"

using namespace maury;

TEST_CASE("job: a stopped job throws Cancelled at its next checkpoint") {
  Job job;
  job.checkpoint();
  job.requestStop();
  const auto error = test::errorOf([&] { job.checkpoint(); });
  REQUIRE(error);
  CHECK(error->kind == ErrorKind::Cancelled);
  CHECK(exitCode(*error->kind) == 130);
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

TEST_CASE("job: a meter reports at its start, at its end with the total, and throttled in between") {
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

TEST_CASE("job: work without progress reports none and stops with the job") {
  int reported = 0;
  Job job([&reported](const Progress&) { ++reported; });
  CHECK(runWithoutProgress(job, [](Job& silent) {
          ProgressMeter meter(silent, "counting", "things", 3);
          for (int i = 0; i < 3; ++i)
            meter.advance();
          return 7;
        }) == 7);
  CHECK(reported == 0);
  job.requestStop();
  const auto endless = [&] {
    runWithoutProgress(job, [](Job& silent) {
      ProgressMeter meter(silent, "counting", "things", 0);
      while (true)
        meter.advance();
    });
  };
  CHECK_THROWS_AS(endless(), Error);
}
