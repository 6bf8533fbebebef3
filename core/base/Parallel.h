// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace maury {

/// Returns `requested`, or one thread per core of the machine if it is 0.
unsigned threadCount(unsigned requested = 0) noexcept;

/// Calls `work(begin, end, worker)` over [0, count) in chunks of at most `chunk`, on at most `threads` threads (0: one
/// per core): the calling thread and threads of TaskPool. `worker` is in [0, threads) and differs between calls that
/// run at the same time, so it can index per-thread buffers. Blocks until done; calls may nest. The first exception
/// stops the other threads at their next chunk and is rethrown here.
void parallelChunks(std::size_t count, std::size_t chunk, unsigned threads,
                    const std::function<void(std::size_t begin, std::size_t end, unsigned worker)>& work);

}  // namespace maury
