// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Job.h"

namespace maury {

/// Runs `work(Job&)` with a child job that forwards a stop of `job` and discards progress: for a step of something
/// longer, whose steps are what is counted. The child stops at its first report of progress after the stop. Returns
/// what the work returns and throws what it throws.
template <typename Work>
auto runWithoutProgress(Job& job, const Work& work) {
  Job child([&job, &child](const Progress&) {
    if (job.stopRequested()) child.requestStop();
  });
  return work(child);
}

}  // namespace maury
