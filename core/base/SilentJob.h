// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Job.h"

namespace maury {

/// What `work(Job&)` gives, with a job of its own that stops soon after `job` is asked to but whose progress nobody is
/// told: a step of something longer, whose steps are what is counted. Throws what the work throws.
template <typename Work>
auto silently(Job& job, const Work& work) {
  Job silent([&job, &silent](const Progress&) {
    if (job.stopRequested()) silent.requestStop();
  });
  return work(silent);
}

}  // namespace maury
