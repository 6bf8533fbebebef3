// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace maury {

/// Returns the number of threads to use when a caller asks for `requested`: 0 means one a core of the machine.
unsigned threadCount(unsigned requested = 0) noexcept;

/// Calls `work(begin, end, worker)` over [0, count) in chunks of at most `chunk`, on at most `threads` threads
/// (0: one a core): the caller's and idle ones of the process's TaskPool, so that also work of a millisecond is worth
/// dividing. `worker` is in [0, threads) and differs between calls of `work` that run at the same time. Blocks until
/// done. The first exception of any worker stops the others at their next chunk and is rethrown here. Calls may nest.
void parallelChunks(std::size_t count, std::size_t chunk, unsigned threads,
                    const std::function<void(std::size_t begin, std::size_t end, unsigned worker)>& work);

}  // namespace maury
