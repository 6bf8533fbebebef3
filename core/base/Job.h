// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace maury {

/// Progress of one stage of a long job.
struct Progress {
  std::string stage;  ///< the work that is being done, e.g. "predicting"
  std::string unit;   ///< the items that are counted, e.g. "spectra"
  std::uint64_t done = 0;
  std::uint64_t total = 0;  ///< 0 if unknown
  double perSecond = 0.0;
  double secondsLeft = -1.0;  ///< negative while it cannot be estimated
  bool finished = false;      ///< true in the last report of this stage
};

using ProgressSink = std::function<void(const Progress&)>;

/// Handle with which a caller watches, pauses and stops a long call of core. Shared between the working threads and the
/// controlling thread; every member is thread-safe. The sink is called on whichever worker thread reports, on one
/// thread at a time, and at most ten times per second and stage, plus once at the start and once at the end.
class Job {
public:
  explicit Job(ProgressSink sink = {});

  void requestStop() noexcept;
  bool stopRequested() const noexcept { return m_stop.load(std::memory_order_relaxed); }
  void pause();
  void resume();
  bool paused() const noexcept { return m_paused.load(std::memory_order_relaxed); }

  /// Waits while the job is paused and throws Error(Cancelled) once it is stopped. Workers call it every few
  /// milliseconds of work.
  void checkpoint();

private:
  friend class ProgressMeter;
  void report(const Progress& progress);

  ProgressSink m_sink;
  std::mutex m_sinkMutex;
  std::atomic<bool> m_stop{false};
  std::atomic<bool> m_paused{false};
  std::mutex m_pauseMutex;
  std::condition_variable m_pauseChanged;
};

/// Counter of one stage of a job that reports progress, rate and time left at most ten times per second. advance() is
/// thread-safe.
class ProgressMeter {
public:
  ProgressMeter(Job& job, std::string stage, std::string unit, std::uint64_t total);
  ~ProgressMeter();
  ProgressMeter(const ProgressMeter&) = delete;
  ProgressMeter& operator=(const ProgressMeter&) = delete;

  /// Adds `count` to the items done, reports if 0.1 s have passed since the last report, then calls Job::checkpoint().
  void advance(std::uint64_t count = 1);

private:
  using Clock = std::chrono::steady_clock;
  Progress snapshot(Clock::time_point now) const;

  Job& m_job;
  std::string m_stage;
  std::string m_unit;
  std::uint64_t m_total;
  std::atomic<std::uint64_t> m_done{0};
  Clock::time_point m_start;
  std::atomic<std::int64_t> m_nextReportNs{0};
};

}  // namespace maury
