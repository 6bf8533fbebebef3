// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/TaskPool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <latch>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "base/Error.h"
#include "base/Job.h"
#include "base/Parallel.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

using namespace maury;

namespace {

/// Returns the number of threads of this process according to the kernel.
std::size_t countProcessThreads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

void sleepMs(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// Runs parallelChunks() and returns true if every index was processed exactly once.
bool processesEachOnce(std::size_t count, std::size_t chunk, unsigned threads) {
  std::vector<std::atomic<int>> seen(count);
  parallelChunks(count, chunk, threads, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i)
      ++seen[i];
  });
  return std::all_of(seen.begin(), seen.end(), [](const auto& times) { return times == 1; });
}

}  // namespace

TEST_CASE("parallel: every index is processed once, whatever the chunks and threads") {
  for (const std::size_t count : {0UL, 1UL, 7UL, 1003UL}) {
    for (const std::size_t chunk : {0UL, 1UL, 10UL, 5000UL})
      for (const unsigned threads : {0U, 1U, 2U, 9U})
        CHECK(processesEachOnce(count, chunk, threads));
  }
}

TEST_CASE("parallel: no more threads than requested run, each with its own worker number") {
  std::vector<std::atomic<int>> busy(3);
  std::atomic<int> now{0}, most{0}, shared{0};
  parallelChunks(60, 1, 3, [&](std::size_t, std::size_t, unsigned worker) {
    if (worker >= busy.size()) throw Error(ErrorKind::Numerical, "worker number");
    if (++busy[worker] > 1) ++shared;
    const int running = ++now;
    for (int seen = most; running > seen && !most.compare_exchange_weak(seen, running);) {
    }
    sleepMs(1);
    --now;
    --busy[worker];
  });
  CHECK(shared == 0);
  CHECK(most <= 3);
  CHECK(most >= 2);
}

TEST_CASE("parallel: the first exception is rethrown and later chunks are skipped") {
  std::atomic<int> worked{0};
  const auto error = test::errorOf([&] {
    parallelChunks(100000, 1, 3, [&](std::size_t begin, std::size_t, unsigned) {
      if (begin == 50) throw Error(ErrorKind::Mismatch, "row 50");
      ++worked;
    });
  });
  CHECK(error->kind == ErrorKind::Mismatch);
  CHECK(error->message == "row 50");
  CHECK(worked < 99999);
  CHECK(processesEachOnce(1000, 10, 3));
}

TEST_CASE("parallel: a lack of memory on any thread reaches the caller, and the threads stay usable") {
  for (std::size_t failing = 0; failing < 40; ++failing) {
    CHECK_THROWS_AS(parallelChunks(40, 1, 4,
                                   [&](std::size_t begin, std::size_t, unsigned) {
                                     if (begin == failing) throw std::bad_alloc();
                                   }),
                    std::bad_alloc);
  }
  CHECK(processesEachOnce(1000, 10, 4));
  Task<int> task = TaskPool::shared().start([]() -> int { throw std::bad_alloc(); });
  CHECK_THROWS_AS(task.get(), std::bad_alloc);
}

TEST_CASE("parallel: a stopped job ends the chunks of every thread") {
  Job job;
  std::atomic<int> worked{0};
  CHECK_THROWS_AS(parallelChunks(1000000, 1, 4,
                                 [&](std::size_t, std::size_t, unsigned) {
                                   if (++worked == 100) job.requestStop();
                                   job.checkpoint();
                                 }),
                  Error);
  CHECK(worked >= 100);
  CHECK(worked < 1000000);
}

TEST_CASE("parallel: calls nest three deep") {
  std::atomic<int> worked{0};
  parallelChunks(4, 1, 4, [&](std::size_t, std::size_t, unsigned) {
    parallelChunks(4, 1, 4, [&](std::size_t, std::size_t, unsigned) {
      parallelChunks(4, 1, 4, [&](std::size_t, std::size_t, unsigned) { ++worked; });
    });
  });
  CHECK(worked == 64);
}

TEST_CASE("parallel: callers that run at the same time get their own results") {
  std::vector<std::jthread> callers;
  std::atomic<int> wrong{0};
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([&wrong, caller] {
      for (int round = 0; round < 50; ++round) {
        std::atomic<long> sum{0};
        parallelChunks(100, 7, 3, [&](std::size_t begin, std::size_t end, unsigned) {
          for (std::size_t i = begin; i < end; ++i)
            sum += static_cast<long>(i) + caller;
        });
        if (sum != 4950 + 100 * caller) ++wrong;
      }
    });
  }
  callers.clear();
  CHECK(wrong == 0);
}

TEST_CASE("task pool: ten thousand calls start no further thread") {
  const auto call = [] {
    CHECK(processesEachOnce(8, 1, 4));
    CHECK(TaskPool::shared().start([] { return 7; }).get() == 7);
  };
  parallelChunks(2, 1, 2, [](std::size_t, std::size_t, unsigned) { sleepMs(5); });
  call();
  const std::size_t before = countProcessThreads(), sizeBefore = TaskPool::shared().size();
  for (int i = 0; i < 5000; ++i)
    call();
  CHECK(countProcessThreads() == before);
  CHECK(TaskPool::shared().size() == sizeBefore);
}

TEST_CASE("task pool: a task returns its result or throws its exception, once") {
  TaskPool& pool = TaskPool::shared();
  Task<std::string> word = pool.start([] { return std::string("done"); });
  REQUIRE(word.valid());
  word.wait();
  CHECK(word.get() == "done");
  CHECK_FALSE(word.valid());
  Task<void> failing = pool.start([] { throw Error(ErrorKind::Format, "column 3"); });
  CHECK_THROWS_AS(failing.get(), Error);
  CHECK_FALSE(failing.valid());
  CHECK(pool.start([held = std::make_unique<int>(5)] { return *held; }).get() == 5);
}

TEST_CASE("task pool: destroying or replacing a task waits for it") {
  TaskPool& pool = TaskPool::shared();
  std::atomic<int> ended{0};
  const auto slow = [&ended] {
    sleepMs(20);
    ++ended;
  };
  { const Task<void> dropped = pool.start(slow); }
  CHECK(ended == 1);
  Task<void> replaced = pool.start(slow);
  replaced = pool.start(slow);
  CHECK(ended >= 2);
  replaced.get();
  CHECK(ended == 3);
}

TEST_CASE("task pool: the objects that a task owns are destroyed before the task is done") {
  const auto held = std::make_shared<int>(1);
  Task<int> task = TaskPool::shared().start([held] { return *held; });
  task.wait();
  CHECK(held.use_count() == 1);
  CHECK(task.get() == 1);
}

TEST_CASE("task pool: tasks that block delay neither chunks nor other tasks") {
  TaskPool& pool = TaskPool::shared();
  std::atomic<bool> open{false};
  std::vector<Task<void>> blocked;
  for (int i = 0; i < 12; ++i) {
    blocked.push_back(pool.start([&open] {
      while (!open)
        sleepMs(1);
    }));
  }
  CHECK(processesEachOnce(100, 1, 4));
  std::atomic<int> together{0};
  parallelChunks(2, 1, 2, [&](std::size_t, std::size_t, unsigned) {
    ++together;
    for (int waited = 0; together < 2 && waited < 5000; ++waited)
      sleepMs(1);
  });
  CHECK(together == 2);
  CHECK(pool.start([] { return 3; }).get() == 3);
  open = true;
}

TEST_CASE("task pool: tasks start tasks and chunks, and wait for them") {
  TaskPool& pool = TaskPool::shared();
  const int total = pool.start([&pool] {
                          Task<int> inner = pool.start([&pool] { return pool.start([] { return 1; }).get() + 1; });
                          std::atomic<int> sum{0};
                          parallelChunks(10, 1, 3, [&](std::size_t, std::size_t, unsigned) { ++sum; });
                          return inner.get() + sum;
                        })
                        .get();
  CHECK(total == 12);
}

#ifdef __linux__
TEST_CASE("task pool: background tasks and their helpers run at lower priority, others do not") {
  const auto niceness = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
  TaskPool& pool = TaskPool::shared();
  const int normal = niceness();
  std::atomic<int> lowest{100};
  const auto nicenessOfHelpers = [&] {
    lowest = 100;
    parallelChunks(4, 1, 4, [&](std::size_t, std::size_t, unsigned) {
      const int own = niceness();
      for (int seen = lowest; own < seen && !lowest.compare_exchange_weak(seen, own);) {
      }
      sleepMs(5);
    });
    return lowest.load();
  };
  CHECK(pool.startInBackground([&] { return niceness(); }).get() > normal);
  CHECK(pool.startInBackground([&] { return nicenessOfHelpers(); }).get() > normal);
  CHECK(pool.startInBackground([&] { return pool.start([&] { return niceness(); }).get(); }).get() > normal);
  CHECK(pool.start([&] { return niceness(); }).get() == normal);
  CHECK(nicenessOfHelpers() == normal);
}
#endif

#ifdef __linux__
TEST_CASE("task pool: destroying a pool ends its threads after their work") {
  std::vector<pid_t> threads(3);
  const auto listed = [](pid_t thread) { return std::filesystem::exists("/proc/self/task/" + std::to_string(thread)); };
  std::atomic<int> ended{0};
  {
    TaskPool pool;
    std::latch begun(std::ssize(threads) + 1);
    std::vector<Task<void>> tasks;
    for (pid_t& thread : threads) {
      tasks.push_back(pool.start([&begun, &ended, &thread] {
        thread = gettid();
        begun.arrive_and_wait();
        sleepMs(20);
        ++ended;
      }));
    }
    begun.arrive_and_wait();
    CHECK(pool.size() == threads.size());
    CHECK(std::ranges::all_of(threads, listed));
  }
  CHECK(ended == std::ssize(threads));
  // The kernel still lists a thread for a moment after it was joined.
  for (int waited = 0; std::ranges::any_of(threads, listed) && waited < 1000; ++waited)
    sleepMs(1);
  CHECK(std::ranges::none_of(threads, listed));
}
#endif
