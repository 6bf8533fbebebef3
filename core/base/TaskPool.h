// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace maury {

template <typename Result>
class Task;

/// The one set of threads of the process. A thread that is started stays: it sleeps until it is needed again, so that a
/// call of some milliseconds costs no thread, and its heap and its thread-local buffers are used again. Thread-safe;
/// calls may nest. Typical usage:
///
///     // Chunks, on all cores, the caller's included: see base/Parallel.h.
///     parallelChunks(stars, 1024, 0, [&](std::size_t begin, std::size_t end, unsigned worker) { … });
///
///     // A pipeline: the next chunk is read while the current one is used.
///     Task<Dataset> next = TaskPool::shared().start([&] { return reader.read(first, count); });
///     use(chunk);
///     chunk = next.get();  // rethrows what reading threw
///
/// Work that blocks for long does not keep other work waiting: a task always has a thread of its own, an idle one or a
/// new one, so there are as many threads as tasks and helpers have been running at the same time.
class TaskPool {
public:
  TaskPool();
  /// Waits for what still runs and ends the threads.
  ~TaskPool();
  TaskPool(const TaskPool&) = delete;
  TaskPool& operator=(const TaskPool&) = delete;

  /// The pool of the process. It is never destroyed: its threads sleep on while the process exits, so that no order of
  /// static destructors matters.
  static TaskPool& shared();

  /// Starts `work()` on a thread of the pool and returns at once. The thread has the priority of the caller's.
  template <typename Work>
  Task<std::invoke_result_t<Work&>> start(Work work);
  /// As start(), on a thread that gives way to those of normal priority, as do all threads that work for it. For long
  /// jobs next to a window. Linux only; elsewhere the same as start().
  template <typename Work>
  Task<std::invoke_result_t<Work&>> startInBackground(Work work);

  /// Calls `work()` on the calling thread and, at the same time, on up to `helpers` threads of the pool, of the
  /// caller's priority. Returns once every call has returned; a helper that has not begun by the time the caller is
  /// done does not begin at all. `work` must not throw.
  void runTogether(unsigned helpers, const std::function<void()>& work);

  /// Threads started so far.
  std::size_t size() const;

private:
  template <typename Result>
  friend class Task;

  enum class Priority { Normal, Background };
  /// One piece of work and the threads that were called to it. All members are guarded by the pool's mutex.
  struct Call;
  struct Worker;

  static Priority& priorityOfThisThread();
  template <typename Work>
  Task<std::invoke_result_t<Work&>> startAt(Priority priority, Work work);
  std::shared_ptr<Call> submit(Priority priority, std::function<void()> work);
  /// Gives the call to an idle thread or a new one, which the caller must wake after unlocking.
  Worker& assign(Priority priority, const std::shared_ptr<Call>& call);
  void serve(Worker& worker);
  void wait(Call& call);

  mutable std::mutex m_mutex;  ///< guards everything below
  std::vector<std::unique_ptr<Worker>> m_workers;
  std::array<std::vector<Worker*>, 2> m_idle;  ///< of each priority; the one that slept last is called first
  bool m_closing = false;
};

/// Handle of a task: the result to come from TaskPool::start(). The destructor waits for the work, so that it may refer
/// to the caller's variables. To be used by one thread at a time.
template <typename Result>
class Task {
public:
  Task() = default;
  Task(Task&& other) noexcept = default;
  Task& operator=(Task&& other) noexcept {
    wait();
    m_pool = other.m_pool;
    m_call = std::move(other.m_call);
    m_result = std::move(other.m_result);
    return *this;
  }
  ~Task() { wait(); }

  /// False for an empty task and after get().
  bool valid() const { return m_call != nullptr; }
  /// Returns when the work has ended, at once if the task is empty.
  void wait() {
    if (valid()) m_pool->wait(*m_call);
  }
  /// Waits, then returns the result or throws what the work threw. Only for a valid task, which it leaves empty.
  Result get() {
    wait();
    m_call.reset();
    return std::exchange(m_result, {}).get();
  }

private:
  friend class TaskPool;
  Task(TaskPool& pool, std::shared_ptr<TaskPool::Call> call, std::future<Result> result)
      : m_pool(&pool), m_call(std::move(call)), m_result(std::move(result)) {}

  TaskPool* m_pool = nullptr;
  std::shared_ptr<TaskPool::Call> m_call;
  std::future<Result> m_result;
};

template <typename Work>
Task<std::invoke_result_t<Work&>> TaskPool::start(Work work) {
  return startAt(priorityOfThisThread(), std::move(work));
}

template <typename Work>
Task<std::invoke_result_t<Work&>> TaskPool::startInBackground(Work work) {
  return startAt(Priority::Background, std::move(work));
}

template <typename Work>
Task<std::invoke_result_t<Work&>> TaskPool::startAt(Priority priority, Work work) {
  using Result = std::invoke_result_t<Work&>;
  // The objects that the work owns are destroyed on the thread that ran it, before the task is done.
  auto packaged = std::make_shared<std::packaged_task<Result()>>(
      [work = std::make_unique<Work>(std::move(work))]() mutable -> Result {
        const std::unique_ptr<Work> own = std::move(work);
        return (*own)();
      });
  std::future<Result> result = packaged->get_future();
  return Task<Result>(*this, submit(priority, [packaged] { (*packaged)(); }), std::move(result));
}

}  // namespace maury
