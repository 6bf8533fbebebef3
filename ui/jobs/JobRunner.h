// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <functional>
#include <memory>
#include <type_traits>
#include <vector>

#include "base/Error.h"
#include "base/Job.h"

namespace maury::ui {

/// Runs one long call of core at a time on a thread of TaskPool and brings all its results to the UI thread. Lives on
/// the UI thread and never blocks it, except in the destructor, which stops the work and waits for it (core's work ends
/// within 0.5 s of a stop). On Linux the threads that work for it give way to the UI thread. Starting again stops what
/// runs and drops whatever it still delivers. Typical usage:
///
///     m_runner.run(tr("training"), [survey](Job& job) { return training::train(*survey, {}, {}, job); },
///                  [this](training::TrainingResult result) { show(std::move(result)); });
class JobRunner : public QObject {
  Q_OBJECT

public:
  explicit JobRunner(QObject* parent = nullptr);
  ~JobRunner() override;

  /// Brings an intermediate result (an epoch, a chunk) to the UI thread: the function given to it runs there, unless
  /// another run has begun by then. Callable from any thread of the work, while the work runs.
  using Post = std::function<void(std::function<void()>)>;

  /// `work(Job&)` or `work(Job&, const Post&)` runs on another thread; its result is moved into `done(result)` on the
  /// UI thread (no argument if it gives nothing). An exception becomes failed(); a stop becomes stopped(). `title` says
  /// in words what is being done.
  template <typename Work, typename Done>
  void run(const QString& title, Work work, Done done);

  /// Asks the running work to stop; stopped() follows. Nothing happens when idle.
  void requestStop();
  void pause();
  void resume();

  bool running() const { return m_current != nullptr; }
  bool paused() const;
  QString title() const { return m_title; }
  const Progress& progress() const { return m_progress; }

Q_SIGNALS:
  void started(const QString& title);
  /// A stage's count, rate and time left; at most ten a second a stage.
  void progressed(const maury::Progress& progress);
  void pausedChanged(bool paused);
  void finished();
  void stopped();
  /// `message` is the sentence of the error, for the user.
  void failed(const QString& message, maury::ErrorKind kind);
  /// After finished(), stopped() and failed(), and when a new run takes the place of a stopped one: running() changed.
  void runningChanged(bool running);

private:
  struct Run;
  /// What a run leaves for the UI thread: called there if the run is still the current one.
  using Delivery = std::function<void()>;
  using Task = std::function<Delivery(Job&, const Post&)>;
  struct Outcome;

  void start(const QString& title, Task task);
  Outcome execute(Run& run, const Task& task);
  void showProgress(const Run* run, const Progress& progress);
  void end(Run* run, const Outcome& outcome);

  QString m_title;
  Progress m_progress;
  std::unique_ptr<Run> m_current;
  std::vector<std::unique_ptr<Run>> m_retired;  ///< stopped, task not yet ended
};

template <typename Work, typename Done>
void JobRunner::run(const QString& title, Work work, Done done) {
  // Work and Done sit behind shared pointers because std::function asks for copyable callables.
  auto sharedDone = std::make_shared<Done>(std::move(done));
  auto call = [sharedWork = std::make_shared<Work>(std::move(work))](Job& job, const Post& post) {
    if constexpr (std::is_invocable_v<Work&, Job&, const Post&>) {
      return (*sharedWork)(job, post);
    } else {
      static_cast<void>(post);
      return (*sharedWork)(job);
    }
  };
  using Result = std::invoke_result_t<decltype(call)&, Job&, const Post&>;
  start(title, [call, sharedDone](Job& job, const Post& post) -> Delivery {
    if constexpr (std::is_void_v<Result>) {
      call(job, post);
      return [sharedDone] { (*sharedDone)(); };
    } else {
      auto result = std::make_shared<Result>(call(job, post));
      return [sharedDone, result] { (*sharedDone)(std::move(*result)); };
    }
  });
}

}  // namespace maury::ui
