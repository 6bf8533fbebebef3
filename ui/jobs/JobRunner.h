// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <type_traits>
#include <vector>

#include "base/Error.h"
#include "base/Job.h"

namespace maury::ui {

/// Runs one long call of core at a time on a thread of its own and brings everything it gives back to the UI thread.
/// Lives on the UI thread and never blocks it, but for the destructor, which stops the work and joins (core's work ends
/// within 0.5 s of a stop). Starting again stops what runs and drops whatever it still delivers.
///
///     m_runner.run(tr("training"), [survey](Job& job) { return training::train(*survey, {}, {}, job); },
///                  [this](training::TrainingResult result) { show(std::move(result)); });
class JobRunner : public QObject {
  Q_OBJECT

public:
  explicit JobRunner(QObject* parent = nullptr);
  ~JobRunner() override;

  /// `work(Job&)` runs on a new thread; its result is moved into `done(result)` on the UI thread (no argument if it
  /// gives nothing). An exception becomes failed(); a stop becomes stopped(). `title` says in words what is being done.
  template <typename Work, typename Done>
  void run(const QString& title, Work work, Done done);

  /// For use inside `work` (any thread of it): runs `show` on the UI thread, unless another run has begun by then.
  /// Intermediate results (an epoch, a chunk) come this way, one call a stage.
  static void post(Job& job, std::function<void()> show);

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

  void start(const QString& title, std::function<Delivery(Job&)> work);
  void deliver(const std::shared_ptr<Run>& run, const Delivery& delivery);
  void retire(const std::shared_ptr<Run>& run);
  static void execute(JobRunner* runner, const std::shared_ptr<Run>& run, const std::function<Delivery(Job&)>& work);

  QString m_title;
  Progress m_progress;
  std::shared_ptr<Run> m_current;
  std::vector<std::shared_ptr<Run>> m_retired;  ///< stopped, thread not yet ended
};

template <typename Work, typename Done>
void JobRunner::run(const QString& title, Work work, Done done) {
  using Result = std::invoke_result_t<Work&, Job&>;
  // Work and Done sit behind shared pointers because std::function asks for copyable callables.
  auto sharedWork = std::make_shared<Work>(std::move(work));
  auto sharedDone = std::make_shared<Done>(std::move(done));
  start(title, [sharedWork, sharedDone](Job& job) -> Delivery {
    if constexpr (std::is_void_v<Result>) {
      (*sharedWork)(job);
      return [sharedDone] { (*sharedDone)(); };
    } else {
      auto result = std::make_shared<Result>((*sharedWork)(job));
      return [sharedDone, result] { (*sharedDone)(std::move(*result)); };
    }
  });
}

}  // namespace maury::ui
