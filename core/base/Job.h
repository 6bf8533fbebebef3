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

/// How far a long job is. `secondsLeft` is negative while it cannot be told.
struct Progress {
  std::string stage;  ///< what is being done, e.g. "predicting"
  std::string unit;   ///< what is counted, e.g. "spectra"
  std::uint64_t done = 0;
  std::uint64_t total = 0;  ///< 0 when not known
  double perSecond = 0.0;
  double secondsLeft = -1.0;
  bool finished = false;  ///< the last report of this stage
};

using ProgressSink = std::function<void(const Progress&)>;

/// The handle by which a caller watches, pauses and stops a long call of core. Shared between the thread that works and
/// the thread that asks; every member is thread-safe. The sink is called on whichever worker thread reports, never
/// twice at once, and at most ten times a second a stage.
class Job {
public:
  explicit Job(ProgressSink sink = {});

  void requestStop() noexcept;
  bool stopRequested() const noexcept { return m_stop.load(std::memory_order_relaxed); }
  void pause();
  void resume();
  bool paused() const noexcept { return m_paused.load(std::memory_order_relaxed); }

  /// For workers, often (every few milliseconds of work): waits while paused, throws Error(Cancelled) once stopped.
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

/// Counts one stage of a job and reports it throttled, with rate and time left. advance() is thread-safe.
class ProgressMeter {
public:
  ProgressMeter(Job& job, std::string stage, std::string unit, std::uint64_t total);
  ~ProgressMeter();
  ProgressMeter(const ProgressMeter&) = delete;
  ProgressMeter& operator=(const ProgressMeter&) = delete;

  /// Adds `count` to what is done, reports if 0.1 s have passed, then acts as Job::checkpoint().
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
