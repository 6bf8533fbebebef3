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

/// Runner of one long call of core at a time. It works on a thread of TaskPool and delivers the results to the UI
/// thread. It lives on the UI thread and never blocks it, except in its destructor, which stops the work and waits for
/// it (work of core ends within 0.5 s of a stop). On Linux its worker threads have a lower priority than the UI thread.
/// Starting again stops the previous run and drops its remaining results. Typical usage:
///
///     m_runner.run(tr("training"), [survey](Job& job) { return training::train(*survey, {}, {}, job); },
///                  [this](training::TrainingResult result) { show(std::move(result)); });
class JobRunner : public QObject {
  Q_OBJECT

public:
  explicit JobRunner(QObject* parent = nullptr);
  ~JobRunner() override;

  /// Function that delivers an intermediate result (an epoch, a chunk): its argument is called on the UI thread, unless
  /// another run has started by then. May be called from any thread of the work while the work runs.
  using Post = std::function<void(std::function<void()>)>;

  /// Runs `work(Job&)` or `work(Job&, const Post&)` on another thread and moves its result into `done(result)` on the
  /// UI thread (`done()` if it returns void). An exception leads to failed(), a stop to stopped(). `title` names the
  /// activity for the user, such as "training".
  template <typename Work, typename Done>
  void run(const QString& title, Work work, Done done);

  /// Requests the running work to stop, and returns immediately; stopped() follows. Does nothing when idle.
  void requestStop();
  void pause();
  void resume();

  bool running() const { return m_current != nullptr; }
  bool paused() const;
  QString title() const { return m_title; }
  const Progress& progress() const { return m_progress; }

Q_SIGNALS:
  void started(const QString& title);
  /// Carries a stage's count, rate and time left; emitted at most ten times a second per stage.
  void progressed(const maury::Progress& progress);
  void pausedChanged(bool paused);
  void finished();
  void stopped();
  /// Carries the error's sentence, written for the user.
  void failed(const QString& message, maury::ErrorKind kind);
  /// Emitted after finished(), stopped() and failed(), and when a run starts.
  void runningChanged(bool running);

private:
  struct Run;
  /// Function with a run's result, called on the UI thread if the run is still the current one.
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
  std::vector<std::unique_ptr<Run>> m_retired;  ///< replaced runs whose tasks have not ended yet
};

template <typename Work, typename Done>
void JobRunner::run(const QString& title, Work work, Done done) {
  // Work and Done are held by shared pointers because std::function requires copyable callables.
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
