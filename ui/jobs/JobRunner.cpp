// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobRunner.h"

#include <QElapsedTimer>
#include <QMetaObject>
#include <algorithm>
#include <new>
#include <utility>

#include "base/Duration.h"
#include "base/Log.h"
#include "base/TaskPool.h"

namespace maury::ui {

struct JobRunner::Run {
  Run(std::string jobTitle, ProgressSink sink) : title(std::move(jobTitle)), job(std::move(sink)) {}

  const std::string title;  ///< as the log names it
  Job job;
  maury::Task<void> task;  ///< after `job`, which it uses until it ends
};

struct JobRunner::Outcome {
  Delivery delivery;  ///< set when the work came to its end
  ErrorKind kind = ErrorKind::Cancelled;
  QString message;
};

namespace {
/// Short jobs, as at each step of a slider, are logged for --verbose only.
constexpr double kShortJobSeconds = 1.0;

void logEnd(const std::string& title, double seconds) {
  const std::string line = title + ": ended after " + durationText(seconds);
  if (seconds < kShortJobSeconds)
    log::debug(line);
  else
    log::info(line);
}

/// The one way from a worker to the UI thread. Events that are still queued when `runner` dies are dropped by Qt.
template <typename Function>
void queue(JobRunner* runner, Function function) {
  QMetaObject::invokeMethod(runner, std::move(function), Qt::QueuedConnection);
}
}  // namespace

JobRunner::JobRunner(QObject* parent) : QObject(parent) {}

JobRunner::~JobRunner() {
  // All are asked before the first is waited for, so that they stop side by side.
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

  // The sink needs the address of the run that it belongs to, which exists only after it.
  auto address = std::make_shared<Run*>(nullptr);
  const std::string logged = title.isEmpty() ? "a job" : title.toStdString();
  auto run = std::make_unique<Run>(logged, [this, address](const Progress& progress) {
    queue(this, [this, run = *address, progress] { showProgress(run, progress); });
  });
  *address = run.get();
  m_current = std::move(run);
  // In the background: work on every core must not keep the UI thread waiting for one.
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
  log::debug(run.title + ": begun");
  QElapsedTimer timer;
  timer.start();
  try {
    outcome.delivery = call(run.job, post);
  } catch (const Error& error) {
    outcome.kind = error.kind();
    outcome.message = QString::fromUtf8(error.what());
  } catch (const std::bad_alloc&) {
    outcome.kind = ErrorKind::Numerical;
    outcome.message = tr("There is not enough memory for this; try fewer stars or close other programs.");
  } catch (const std::exception& error) {
    outcome.kind = ErrorKind::Numerical;
    outcome.message = QString::fromUtf8(error.what());
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
    // A run that another has replaced: its task has nothing left to do, so its destructor does not wait.
    std::erase_if(m_retired, [run](const auto& retired) { return retired.get() == run; });
    return;
  }
  m_current.reset();
  if (outcome.delivery) {
    try {
      outcome.delivery();
      Q_EMIT finished();
    } catch (const Error& error) {  // nothing may leave through Qt's event loop
      log::warning(m_title.toStdString() + ": failed: " + error.what());
      Q_EMIT failed(QString::fromUtf8(error.what()), error.kind());
    }
  } else if (outcome.kind == ErrorKind::Cancelled) {
    Q_EMIT stopped();
  } else {
    Q_EMIT failed(outcome.message, outcome.kind);
  }
  Q_EMIT runningChanged(running());
}

}  // namespace maury::ui
