// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "base/TaskPool.h"

namespace maury {

unsigned threadCount(unsigned requested) noexcept {
  return requested > 0 ? requested : std::max(1u, std::thread::hardware_concurrency());
}

void parallelChunks(std::size_t count, std::size_t chunk, unsigned threads,
                    const std::function<void(std::size_t begin, std::size_t end, unsigned worker)>& work) {
  if (count == 0) return;
  chunk = std::max<std::size_t>(1, chunk);
  const std::size_t chunkCount = (count + chunk - 1) / chunk;
  const auto workers = static_cast<unsigned>(std::min<std::size_t>(threadCount(threads), chunkCount));

  std::atomic<std::size_t> nextChunk{0};
  std::atomic<unsigned> nextWorker{0};
  std::exception_ptr firstError;
  std::mutex errorMutex;
  const auto run = [&] {
    const unsigned worker = nextWorker++;
    for (std::size_t c = nextChunk++; c < chunkCount; c = nextChunk++) {
      try {
        work(c * chunk, std::min(count, (c + 1) * chunk), worker);
      } catch (...) {
        std::lock_guard lock(errorMutex);
        if (!firstError) firstError = std::current_exception();
        nextChunk = chunkCount;
      }
    }
  };

  if (workers == 1) {
    run();
  } else {
    TaskPool::shared().runWithHelpers(workers - 1, run);
  }
  if (firstError) std::rethrow_exception(firstError);
}

}  // namespace maury
