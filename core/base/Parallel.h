// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace maury {

/// Returns the number of threads to use when a caller asks for `requested`: 0 means one a core of the machine.
unsigned threadCount(unsigned requested = 0) noexcept;

/// Calls `work(begin, end, worker)` over [0, count) in chunks of at most `chunk`, on at most `threads` threads (0: one
/// a core), the caller's and idle ones of TaskPool; `worker` in [0, threads) is no one else's at the time. Blocks until
/// done; calls may nest. The first exception stops the other threads at their next chunk and is rethrown here.
void parallelChunks(std::size_t count, std::size_t chunk, unsigned threads,
                    const std::function<void(std::size_t begin, std::size_t end, unsigned worker)>& work);

}  // namespace maury
