// SPDX-License-Identifier: GPL-3.0-or-later
// Median duration of repeated calls.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <functional>
#include <vector>

namespace maury::bench {

struct Timing {
  double medianMs = 0.0, fastestMs = 0.0, slowestMs = 0.0;
  double cpuMs = 0.0;  ///< median CPU time of all threads; other programs hardly affect it
};

/// Runs `work` once to warm caches, then `repeats` times, and returns the timing of the latter.
inline Timing timeIt(std::size_t repeats, const std::function<void()>& work) {
  work();
  std::vector<double> times, cpu;
  for (std::size_t i = 0; i < repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const std::clock_t before = std::clock();
    work();
    cpu.push_back(1e3 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  std::sort(cpu.begin(), cpu.end());
  return {times[times.size() / 2], times.front(), times.back(), cpu[cpu.size() / 2]};
}

}  // namespace maury::bench
