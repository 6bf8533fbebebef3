// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Job.h"

#include "base/Error.h"

namespace maury {

namespace {
constexpr std::chrono::milliseconds kReportInterval{100};
}

Job::Job(ProgressSink sink) : m_sink(std::move(sink)) {}

void Job::requestStop() noexcept {
  {
    std::lock_guard lock(m_pauseMutex);
    m_stop.store(true, std::memory_order_relaxed);
  }
  m_pauseChanged.notify_all();
}

void Job::pause() {
  std::lock_guard lock(m_pauseMutex);
  m_paused.store(true, std::memory_order_relaxed);
}

void Job::resume() {
  {
    std::lock_guard lock(m_pauseMutex);
    m_paused.store(false, std::memory_order_relaxed);
  }
  m_pauseChanged.notify_all();
}

void Job::checkpoint() {
  if (paused()) {
    std::unique_lock lock(m_pauseMutex);
    m_pauseChanged.wait(lock, [this] { return !paused() || stopRequested(); });
  }
  if (stopRequested()) throw Error(ErrorKind::Cancelled, "Stopped on request; nothing was written.");
}

void Job::report(const Progress& progress) {
  if (!m_sink) return;
  std::lock_guard lock(m_sinkMutex);
  m_sink(progress);
}

ProgressMeter::ProgressMeter(Job& job, std::string stage, std::string unit, std::uint64_t total)
    : m_job(job), m_stage(std::move(stage)), m_unit(std::move(unit)), m_total(total), m_start(Clock::now()) {
  m_job.report(snapshot(m_start));
  m_nextReportNs = std::chrono::nanoseconds(kReportInterval).count();
}

ProgressMeter::~ProgressMeter() {
  Progress last = snapshot(Clock::now());
  last.finished = true;
  m_job.report(last);
}

void ProgressMeter::advance(std::uint64_t count) {
  m_done.fetch_add(count, std::memory_order_relaxed);
  const auto now = Clock::now();
  const std::int64_t elapsedNs = std::chrono::nanoseconds(now - m_start).count();
  std::int64_t next = m_nextReportNs.load(std::memory_order_relaxed);
  const std::int64_t following = elapsedNs + std::chrono::nanoseconds(kReportInterval).count();
  if (elapsedNs >= next && m_nextReportNs.compare_exchange_strong(next, following)) m_job.report(snapshot(now));
  m_job.checkpoint();
}

Progress ProgressMeter::snapshot(Clock::time_point now) const {
  Progress progress;
  progress.stage = m_stage;
  progress.unit = m_unit;
  progress.done = m_done.load(std::memory_order_relaxed);
  progress.total = m_total;
  const double seconds = std::chrono::duration<double>(now - m_start).count();
  if (seconds > 0.0) progress.perSecond = static_cast<double>(progress.done) / seconds;
  if (m_total > 0 && progress.perSecond > 0.0 && progress.done <= m_total) {
    progress.secondsLeft = static_cast<double>(m_total - progress.done) / progress.perSecond;
  }
  return progress;
}

}  // namespace maury
