// SPDX-License-Identifier: GPL-3.0-or-later
// How long a call takes, as a median of repeats.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

namespace maury::bench {

struct Timing {
  double medianMs = 0.0, fastestMs = 0.0, slowestMs = 0.0;
};

/// Runs `work` once to warm caches, then `repeats` times.
inline Timing timed(std::size_t repeats, const std::function<void()>& work) {
  work();
  std::vector<double> times;
  for (std::size_t i = 0; i < repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times.front(), times.back()};
}

}  // namespace maury::bench
