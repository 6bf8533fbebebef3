// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/process/Process.h"

#include <signal.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "support/Catch.h"

using namespace maury;

namespace {

void waitUntil(const std::atomic<int>& count, int reached) {
  for (int waited = 0; count < reached && waited < 5000; ++waited)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace

TEST_CASE("process: only the latest handler of stop signals runs, on a dedicated thread") {
  std::atomic<int> first{0}, second{0};
  std::atomic<bool> ownThread{false};
  onStopSignal([&, caller = std::this_thread::get_id()] {
    ownThread = std::this_thread::get_id() != caller;
    ++first;
    return true;
  });
  raise(SIGINT);
  waitUntil(first, 1);
  raise(SIGTERM);
  waitUntil(first, 2);
  CHECK(first == 2);
  CHECK(ownThread);
  onStopSignal([&] {
    ++second;
    return true;
  });
  raise(SIGTERM);
  waitUntil(second, 1);
  CHECK(second == 1);
  CHECK(first == 2);
  onStopSignal({});
}
