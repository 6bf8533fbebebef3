// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/WorkerTeam.h"

#include <algorithm>
#include <utility>

namespace maury {

WorkerTeam::WorkerTeam(std::function<void()> prepare) : m_prepare(std::move(prepare)) {}

WorkerTeam::~WorkerTeam() {
  {
    std::lock_guard lock(m_mutex);
    m_closing = true;
  }
  m_called.notify_all();
}

void WorkerTeam::run(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work) {
  if (threads < 2 || count < 2) {
    for (std::size_t i = 0; i < count; ++i)
      work(i);
    return;
  }
  const auto helpers = static_cast<unsigned>(std::min<std::size_t>(threads, count)) - 1;
  while (m_threads.size() < helpers)
    m_threads.emplace_back([this] { serve(); });
  {
    std::lock_guard lock(m_mutex);
    m_work = &work;
    m_count = count;
    m_seats = helpers;
    m_error = nullptr;
    m_next = 0;
  }
  m_called.notify_all();
  takeWork();
  std::unique_lock lock(m_mutex);
  m_seats = 0;  // who has not come by now finds nothing to do
  m_left.wait(lock, [this] { return m_busy == 0; });
  if (m_error) std::rethrow_exception(std::exchange(m_error, nullptr));
}

void WorkerTeam::takeWork() {
  for (std::size_t i = m_next++; i < m_count; i = m_next++) {
    try {
      (*m_work)(i);
    } catch (...) {
      std::lock_guard lock(m_mutex);
      if (!m_error) m_error = std::current_exception();
      m_next = m_count;
    }
  }
}

void WorkerTeam::serve() {
  if (m_prepare) m_prepare();
  std::unique_lock lock(m_mutex);
  for (;;) {
    m_called.wait(lock, [this] { return m_seats > 0 || m_closing; });
    if (m_closing) return;
    --m_seats;
    ++m_busy;
    lock.unlock();
    takeWork();
    lock.lock();
    if (--m_busy == 0) m_left.notify_one();
  }
}

}  // namespace maury
