// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Job.h"

namespace maury {

/// Runs `work(Job&)` with a child job that forwards a stop request to `job` and discards progress, for a step of a
/// longer job that counts its steps. The child stops at its first progress report after the stop. Returns the result of
/// the work and passes on its exceptions.
template <typename Work>
auto runWithoutProgress(Job& job, const Work& work) {
  Job child([&job, &child](const Progress&) {
    if (job.stopRequested()) child.requestStop();
  });
  return work(child);
}

}  // namespace maury
