// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>

namespace maury {

/// Threads to use when a caller asks for `requested`: 0 means one for each core the process may run on.
unsigned threadCount(unsigned requested = 0) noexcept;

/// Calls `work(begin, end, worker)` over [0, count) in chunks of at most `chunk`, on `threads` threads (0: all cores),
/// worker in [0, threads). Blocks until done. The first exception of any worker stops the others at their next chunk
/// and is rethrown here. With one thread it runs on the caller's.
void parallelChunks(std::size_t count, std::size_t chunk, unsigned threads,
                    const std::function<void(std::size_t begin, std::size_t end, unsigned worker)>& work);

}  // namespace maury
