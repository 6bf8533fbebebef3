// SPDX-License-Identifier: GPL-3.0-or-later
// Every thread has its own condition and its own place for a call. Whoever has work takes threads off the idle stack
// (or starts new ones), puts the call in their places and wakes them. A thread that is done goes back on the stack in
// the same locked section in which its call is counted as left: the next call therefore finds it there, and calls that
// follow each other never start a further thread. A helper that still sleeps when the caller has finished alone is
// taken back. One mutex guards all of it; it is held for some hundred nanoseconds a call.
#include "base/TaskPool.h"

#include <algorithm>
#include <exception>

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace maury {

struct TaskPool::Call {
  explicit Call(std::function<void()> whatToDo) : work(std::move(whatToDo)) {}

  std::function<void()> work;
  std::vector<Worker*> called;  ///< threads that have not begun yet
  unsigned busy = 0;            ///< threads that have begun and not returned
  std::condition_variable left;
};

struct TaskPool::Worker {
  Priority priority = Priority::Normal;
  std::shared_ptr<Call> call;
  std::condition_variable wake;
  std::jthread thread;
};

namespace {

/// Linux lets a thread be nicer than the others of its program; it cannot become less nice again.
void giveWay() {
#ifdef __linux__
  constexpr int kNicer = 5;
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNicer);
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
  call->called.push_back(worker);
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

void TaskPool::runTogether(unsigned helpers, const std::function<void()>& work) {
  const auto call = std::make_shared<Call>(std::cref(work));
  const Priority priority = priorityOfThisThread();
  std::vector<Worker*> woken;
  woken.reserve(helpers);
  call->called.reserve(helpers);
  std::unique_lock lock(m_mutex);
  try {
    while (woken.size() < helpers)
      woken.push_back(&assign(priority, call));
  } catch (const std::exception&) {  // the system has no further thread: fewer do the work
  }
  lock.unlock();
  for (Worker* worker : woken)
    worker->wake.notify_one();
  work();
  lock.lock();
  for (Worker* worker : call->called) {
    worker->call.reset();
    m_idle[static_cast<std::size_t>(priority)].push_back(worker);
  }
  call->called.clear();
  call->left.wait(lock, [&call] { return call->busy == 0; });
}

void TaskPool::wait(Call& call) {
  std::unique_lock lock(m_mutex);
  call.left.wait(lock, [&call] { return call.called.empty() && call.busy == 0; });
}

void TaskPool::serve(Worker& worker) {
  priorityOfThisThread() = worker.priority;
  if (worker.priority == Priority::Background) giveWay();
  std::unique_lock lock(m_mutex);
  for (;;) {
    worker.wake.wait(lock, [&] { return worker.call != nullptr || m_closing; });
    if (worker.call == nullptr) return;
    std::shared_ptr<Call> call = std::move(worker.call);
    std::erase(call->called, &worker);
    ++call->busy;
    lock.unlock();
    call->work();
    lock.lock();
    m_idle[static_cast<std::size_t>(worker.priority)].push_back(&worker);
    --call->busy;
    lock.unlock();
    call->left.notify_all();
    call.reset();  // may destroy what the work holds, which may use the pool
    lock.lock();
  }
}

}  // namespace maury
