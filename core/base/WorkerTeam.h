// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace maury {

/// Threads that stay between many pieces of work of some milliseconds each, where parallelChunks() would start new ones
/// every time. Asleep in between. One caller at a time.
class WorkerTeam {
public:
  /// `prepare` runs once on each thread that the team starts.
  explicit WorkerTeam(std::function<void()> prepare = {});
  ~WorkerTeam();
  WorkerTeam(const WorkerTeam&) = delete;
  WorkerTeam& operator=(const WorkerTeam&) = delete;

  /// Calls work(i) once for each i < count, on at most `threads` threads, the caller's among them. Blocks until done;
  /// rethrows the first exception, after which some i may be left out.
  void run(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work);

private:
  void serve();
  void takeWork();

  std::function<void()> m_prepare;
  std::mutex m_mutex;  ///< of all below but m_next
  std::condition_variable m_called, m_left;
  const std::function<void(std::size_t)>* m_work = nullptr;
  std::size_t m_count = 0;
  unsigned m_seats = 0;  ///< threads of the team that may still join
  unsigned m_busy = 0;   ///< that have joined
  std::exception_ptr m_error;
  bool m_closing = false;
  std::atomic<std::size_t> m_next{0};
  std::vector<std::jthread> m_threads;
};

}  // namespace maury
