// SPDX-License-Identifier: GPL-3.0-or-later
// Each thread has its own condition variable and a slot for one call. A caller pops threads off the idle stack (or
// starts new ones), stores the call in their slots and wakes them. A thread that is done returns to the stack in the
// same locked section that decrements the call's count of running threads. The next call therefore finds it there, and
// consecutive calls never start further threads. If the caller finishes while a helper is still asleep, the helper
// goes back to the stack. One mutex guards all of this; each call holds it for a few hundred nanoseconds.
#include "base/TaskPool.h"

#include <algorithm>
#include <exception>

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace maury {

struct TaskPool::Call {
  explicit Call(std::function<void()> function) : work(std::move(function)) {}

  std::function<void()> work;
  std::vector<Worker*> assigned;  ///< threads that have not begun yet
  unsigned running = 0;           ///< number of threads that have begun and not returned
  std::condition_variable threadReturned;
};

struct TaskPool::Worker {
  Priority priority = Priority::Normal;
  std::shared_ptr<Call> call;
  std::condition_variable wake;
  std::jthread thread;
};

namespace {

/// Lowers the priority of the calling thread alone, which Linux allows. The thread cannot raise it again.
void lowerPriority() {
#ifdef __linux__
  constexpr int kNicer = 5;
  const auto thread = static_cast<id_t>(gettid());
  setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + kNicer);
#endif
}

}  // namespace

TaskPool& TaskPool::shared() {
  static TaskPool& pool = *new TaskPool;
  return pool;
}

TaskPool::TaskPool() = default;

TaskPool::~TaskPool() {
  std::unique_lock lock(m_mutex);
  m_closing = true;
  for (const auto& worker : m_workers)
    worker->wake.notify_one();
  lock.unlock();
  for (const auto& worker : m_workers)
    worker->thread.join();
}

std::size_t TaskPool::size() const {
  std::lock_guard lock(m_mutex);
  return m_workers.size();
}

TaskPool::Priority& TaskPool::priorityOfThisThread() {
  thread_local Priority priority = Priority::Normal;
  return priority;
}

TaskPool::Worker& TaskPool::assign(Priority priority, const std::shared_ptr<Call>& call) {
  std::vector<Worker*>& idle = m_idle[static_cast<std::size_t>(priority)];
  // Allocate all memory first: an exception after this would lose a thread. With the space reserved here, a thread
  // returns to the idle stack without an allocation.
  call->assigned.reserve(call->assigned.size() + 1);
  m_workers.reserve(m_workers.size() + 1);
  for (std::vector<Worker*>& stack : m_idle)
    stack.reserve(m_workers.size() + 1);
  Worker* worker = nullptr;
  if (!idle.empty()) {
    worker = idle.back();
    idle.pop_back();
  } else {
    worker = m_workers.emplace_back(std::make_unique<Worker>()).get();
    worker->priority = priority;
    try {
      worker->thread = std::jthread([this, worker] { serve(*worker); });
    } catch (...) {
      m_workers.pop_back();
      throw;
    }
  }
  worker->call = call;
  call->assigned.push_back(worker);
  return *worker;
}

std::shared_ptr<TaskPool::Call> TaskPool::submit(Priority priority, std::function<void()> work) {
  auto call = std::make_shared<Call>(std::move(work));
  std::unique_lock lock(m_mutex);
  Worker& worker = assign(priority, call);
  lock.unlock();
  worker.wake.notify_one();
  return call;
}

void TaskPool::runWithHelpers(unsigned helpers, const std::function<void()>& work) {
  const auto call = std::make_shared<Call>(std::cref(work));
  const Priority priority = priorityOfThisThread();
  std::vector<Worker*> woken;
  woken.reserve(helpers);
  call->assigned.reserve(helpers);
  std::unique_lock lock(m_mutex);
  try {
    while (woken.size() < helpers)
      woken.push_back(&assign(priority, call));
  } catch (const std::exception&) {  // the system refuses to start more threads: continue with fewer
  }
  lock.unlock();
  for (Worker* worker : woken)
    worker->wake.notify_one();
  work();
  lock.lock();
  for (Worker* worker : call->assigned) {
    worker->call.reset();
    m_idle[static_cast<std::size_t>(priority)].push_back(worker);
  }
  call->assigned.clear();
  call->threadReturned.wait(lock, [&call] { return call->running == 0; });
}

void TaskPool::wait(Call& call) {
  std::unique_lock lock(m_mutex);
  call.threadReturned.wait(lock, [&call] { return call.assigned.empty() && call.running == 0; });
}

void TaskPool::serve(Worker& worker) {
  priorityOfThisThread() = worker.priority;
  if (worker.priority == Priority::Background) lowerPriority();
  std::unique_lock lock(m_mutex);
  for (;;) {
    worker.wake.wait(lock, [&] { return worker.call != nullptr || m_closing; });
    if (worker.call == nullptr) return;
    std::shared_ptr<Call> call = std::move(worker.call);
    std::erase(call->assigned, &worker);
    ++call->running;
    lock.unlock();
    call->work();
    lock.lock();
    m_idle[static_cast<std::size_t>(worker.priority)].push_back(&worker);
    --call->running;
    lock.unlock();
    call->threadReturned.notify_all();
    call.reset();  // unlocked, because it may destroy objects of the work, and their destructors may use the pool
    lock.lock();
  }
}

}  // namespace maury
