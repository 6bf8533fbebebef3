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

/// Pool of threads that the whole process shares. A thread that has finished its work sleeps until it is needed again.
/// A call that takes a few milliseconds therefore starts no thread, and the thread's heap arena and thread-local
/// buffers are reused. Thread-safe; calls may nest. Typical usage:
///
///     // Chunks on all cores; the calling thread works too. See base/Parallel.h.
///     parallelChunks(stars, 1024, 0, [&](std::size_t begin, std::size_t end, unsigned worker) { … });
///
///     // A pipeline: the next chunk is read while the current one is used.
///     Task<Dataset> next = TaskPool::shared().start([&] { return reader.read(first, count); });
///     use(chunk);
///     chunk = next.get();  // rethrows what reading threw
///
/// Work that blocks for long does not delay other work: every task gets its own thread, an idle one or a new one. The
/// pool therefore has as many threads as there have been tasks and helpers at the same time.
class TaskPool {
public:
  TaskPool();
  /// Waits for running work, then ends the threads.
  ~TaskPool();
  TaskPool(const TaskPool&) = delete;
  TaskPool& operator=(const TaskPool&) = delete;

  /// Returns the pool of the process. It is never destroyed: its threads keep sleeping while the process exits, so the
  /// order of static destructors does not matter.
  static TaskPool& shared();

  /// Starts `work()` on a thread of the pool, with the priority of the calling thread, and returns without waiting.
  template <typename Work>
  Task<std::invoke_result_t<Work&>> start(Work work);
  /// Does the same as start(), but on a thread of lower priority, which all its helpers and tasks inherit. Long jobs
  /// use it so that the window stays responsive. Linux only; elsewhere the same as start().
  template <typename Work>
  Task<std::invoke_result_t<Work&>> startInBackground(Work work);

  /// Calls `work()` on the calling thread and, at the same time, on up to `helpers` threads of the pool with the
  /// caller's priority. Returns once every call has returned. A helper that has not begun when the calling thread is
  /// done does not begin at all. `work` must not throw.
  void runWithHelpers(unsigned helpers, const std::function<void()>& work);

  /// Returns the number of threads started so far.
  std::size_t size() const;

private:
  template <typename Result>
  friend class Task;

  enum class Priority { Normal, Background };
  /// One piece of work and the threads assigned to it. The pool's mutex guards all members.
  struct Call;
  struct Worker;

  static Priority& priorityOfThisThread();
  template <typename Work>
  Task<std::invoke_result_t<Work&>> startWithPriority(Priority priority, Work work);
  std::shared_ptr<Call> submit(Priority priority, std::function<void()> work);
  /// Assigns the call to an idle thread or a new one, which the caller must wake after unlocking.
  Worker& assign(Priority priority, const std::shared_ptr<Call>& call);
  void serve(Worker& worker);
  void wait(Call& call);

  mutable std::mutex m_mutex;  ///< guards everything below
  std::vector<std::unique_ptr<Worker>> m_workers;
  std::array<std::vector<Worker*>, 2> m_idle;  ///< idle threads of each priority, used as stacks
  bool m_closing = false;
};

/// Handle of the result that TaskPool::start() will deliver. The destructor waits for the work, so the work may refer
/// to the caller's variables. Only one thread may use a handle at a time.
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

  /// Returns false for an empty task and after get().
  bool valid() const { return m_call != nullptr; }
  /// Blocks until the work has ended; returns immediately if the task is empty.
  void wait() {
    if (valid()) m_pool->wait(*m_call);
  }
  /// Waits, then returns the result or throws the exception of the work. The task must be valid and is empty
  /// afterwards.
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
  return startWithPriority(priorityOfThisThread(), std::move(work));
}

template <typename Work>
Task<std::invoke_result_t<Work&>> TaskPool::startInBackground(Work work) {
  return startWithPriority(Priority::Background, std::move(work));
}

template <typename Work>
Task<std::invoke_result_t<Work&>> TaskPool::startWithPriority(Priority priority, Work work) {
  using Result = std::invoke_result_t<Work&>;
  // The work, with the objects that it owns, is destroyed on the thread that ran it, before the task counts as done.
  auto packaged = std::make_shared<std::packaged_task<Result()>>(
      [work = std::make_unique<Work>(std::move(work))]() mutable -> Result {
        const std::unique_ptr<Work> own = std::move(work);
        return (*own)();
      });
  std::future<Result> result = packaged->get_future();
  return Task<Result>(*this, submit(priority, [packaged] { (*packaged)(); }), std::move(result));
}

}  // namespace maury
