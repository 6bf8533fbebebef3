// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobRunner.h"

#include <QElapsedTimer>
#include <QMetaObject>
#include <algorithm>
#include <utility>

#include "base/TaskPool.h"
#include "base/process/Log.h"
#include "base/text/Duration.h"
#include "ui/jobs/ExceptionText.h"

namespace maury::ui {

struct JobRunner::Run {
  Run(std::string jobTitle, ProgressSink sink) : title(std::move(jobTitle)), job(std::move(sink)) {}

  const std::string title;  ///< name in the log
  Job job;
  maury::Task<void> task;  ///< declared after `job`, which it uses until it ends
};

struct JobRunner::Outcome {
  Delivery delivery;  ///< empty unless the work succeeded
  ErrorKind kind = ErrorKind::Cancelled;
  QString message;
};

namespace {
/// Shorter jobs, such as those at each step of a slider, are logged only with --verbose.
constexpr double kShortJobSeconds = 1.0;

void logEnd(const std::string& title, double seconds) {
  const std::string line = title + ": ended after " + durationText(seconds);
  if (seconds < kShortJobSeconds)
    log::debug(line);
  else
    log::info(line);
}

/// Calls `function` on the UI thread; the only way there from a worker. Qt drops calls still queued when `runner` dies.
template <typename Function>
void queue(JobRunner* runner, Function function) {
  QMetaObject::invokeMethod(runner, std::move(function), Qt::QueuedConnection);
}
}  // namespace

JobRunner::JobRunner(QObject* parent) : QObject(parent) {}

JobRunner::~JobRunner() {
  // Request all to stop before waiting for the first, so that they stop in parallel.
  if (m_current) m_retired.push_back(std::move(m_current));
  for (const auto& run : m_retired)
    run->job.requestStop();
  for (const auto& run : m_retired)
    run->task.wait();
}

void JobRunner::requestStop() {
  if (m_current) m_current->job.requestStop();
}

void JobRunner::pause() {
  if (!m_current || m_current->job.paused()) return;
  m_current->job.pause();
  Q_EMIT pausedChanged(true);
}

void JobRunner::resume() {
  if (!m_current || !m_current->job.paused()) return;
  m_current->job.resume();
  Q_EMIT pausedChanged(false);
}

bool JobRunner::paused() const {
  return m_current && m_current->job.paused();
}

void JobRunner::start(const QString& title, Task call) {
  if (m_current) {
    m_current->job.requestStop();
    m_retired.push_back(std::move(m_current));
  }
  m_title = title;
  m_progress = {};

  // The sink needs the address of its run, which is created after the sink.
  auto address = std::make_shared<Run*>(nullptr);
  const std::string logTitle = title.isEmpty() ? "unnamed job" : title.toStdString();
  auto run = std::make_unique<Run>(logTitle, [this, address](const Progress& progress) {
    queue(this, [this, run = *address, progress] { showProgress(run, progress); });
  });
  *address = run.get();
  m_current = std::move(run);
  // Work in the background, so that work on all cores does not slow down the UI thread.
  m_current->task = TaskPool::shared().startInBackground([this, current = m_current.get(), call = std::move(call)] {
    const Outcome outcome = execute(*current, call);
    queue(this, [this, current, outcome] { end(current, outcome); });
  });
  Q_EMIT started(m_title);
  Q_EMIT runningChanged(true);
}

JobRunner::Outcome JobRunner::execute(Run& run, const Task& call) {
  const Post post = [this, current = &run](std::function<void()> show) {
    queue(this, [this, current, show = std::move(show)] {
      if (current == m_current.get()) show();
    });
  };
  Outcome outcome;
  log::debug(run.title + ": started");
  QElapsedTimer timer;
  timer.start();
  try {
    outcome.delivery = call(run.job, post);
  } catch (...) {
    const ExceptionText thrown = describeException();
    outcome.kind = thrown.kind;
    outcome.message = thrown.sentence;
  }
  if (outcome.delivery || outcome.kind == ErrorKind::Cancelled)
    logEnd(run.title, static_cast<double>(timer.elapsed()) * 1e-3);
  else
    log::warning(run.title + ": failed: " + outcome.message.toStdString());
  return outcome;
}

void JobRunner::showProgress(const Run* run, const Progress& progress) {
  if (run != m_current.get()) return;
  m_progress = progress;
  Q_EMIT progressed(progress);
}

void JobRunner::end(Run* run, const Outcome& outcome) {
  if (run != m_current.get()) {
    // The run was replaced. Its task has ended, so its destructor does not wait.
    std::erase_if(m_retired, [run](const auto& retired) { return retired.get() == run; });
    return;
  }
  m_current.reset();
  if (outcome.delivery) {
    try {
      outcome.delivery();
      Q_EMIT finished();
    } catch (...) {
      const ExceptionText thrown = describeException();
      log::warning(m_title.toStdString() + ": failed: " + thrown.sentence.toStdString());
      Q_EMIT failed(thrown.sentence, thrown.kind);
    }
  } else if (outcome.kind == ErrorKind::Cancelled) {
    Q_EMIT stopped();
  } else {
    Q_EMIT failed(outcome.message, outcome.kind);
  }
  Q_EMIT runningChanged(running());
}

}  // namespace maury::ui
