// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/runs/LiveTraining.h"

#include <utility>

#include "training/runs/Checkpoint.h"

namespace maury::ui {

namespace {
/// Memory kept for the epochs of an earlier run, so that the slider can still show them.
constexpr std::size_t kEarlierRunBytes = 16U << 20U;
}  // namespace

LiveTraining::LiveTraining(QObject* parent) : QObject(parent) {
  connect(&m_runner, &JobRunner::runningChanged, this, [this](bool running) {
    if (!running && m_run && !m_run->model) endEarly();
  });
}

LiveTraining::~LiveTraining() = default;

void LiveTraining::start(const workbench::TrainingStart& start, std::shared_ptr<workbench::HeldRunFolder> folder) {
  const training::TrainingOptions& options = start.options;
  if (m_run) m_run->log.limitSnapshots(kEarlierRunBytes);
  m_folder = folder;
  m_survey = start.survey;
  m_run = std::make_shared<workbench::TrainingRun>();
  m_run->command = options.command;
  m_run->name = tr("%1 · seed %2").arg(++m_started).arg(options.seed).toStdString();
  m_run->network = workbench::networkText(options.network.preset, options.members);
  m_run->labels = options.labels;
  for (const std::string& label : options.labels)
    m_run->units.push_back(start.survey->unitOf(label));
  m_run->maxEpochs = options.maxEpochs;
  m_run->grid = start.survey->grid;
  m_run->log.start(options.labels.size(), start.survey->pixelCount(), start.survey->provenance.isMock);
  m_finishNow = std::make_shared<std::atomic<bool>>(false);
  m_elapsed.start();
  Q_EMIT started();
  m_runner.run(
      tr("training"),
      [this, start, folder, stop = m_finishNow](Job& job, const JobRunner::Post& post) {
        workbench::RunEvents events = makeEvents(post);
        events.finishNow = [stop] { return stop->load(); };
        return workbench::runTraining(start, *folder, events, job);
      },
      [this](const training::TrainingResult& result) { finish(result); });
}

/// Returns event handlers for the worker that forward to the UI thread.
workbench::RunEvents LiveTraining::makeEvents(const JobRunner::Post& post) {
  workbench::RunEvents events;
  events.prepared = [this, post](const workbench::PreparedTraining& training) {
    post([this, training] {
      m_run->watched = training.watched;
      m_run->watchedIds = training.watchedIds;
      m_run->watchedRows = training.watchedRows;
      m_run->stars = training.trainingStars;
      Q_EMIT prepared();
    });
  };
  events.epochDone = [this, post](const training::EpochReport& report) {
    post([this, report] {
      m_run->log.add(report);
      Q_EMIT epochAdded();
    });
  };
  events.warned = [this, post](const std::string& sentence) {
    post([this, sentence] { Q_EMIT warned(QString::fromStdString(sentence)); });
  };
  return events;
}

void LiveTraining::togglePause() {
  m_runner.paused() ? m_runner.resume() : m_runner.pause();
}

void LiveTraining::finishNow() {
  m_runner.resume();
  if (m_finishNow) *m_finishNow = true;
}

void LiveTraining::discardFolders(const std::function<bool(const network::Model& model)>& isNeeded) {
  std::vector<FolderPointer> unneeded;
  std::erase_if(m_finished, [&](const FinishedTraining& finished) {
    if (isNeeded(finished.model)) return false;
    unneeded.push_back(finished.folder);
    if (finished.folder == m_folder) m_folder.reset();
    return true;
  });
  if (unneeded.empty()) return;
  m_discardRunner.run(
      {},
      [unneeded](Job&) {
        for (const FolderPointer& folder : unneeded)
          folder->discard();
      },
      [] {});
}

void LiveTraining::updateSeconds() {
  if (m_runner.running()) m_run->seconds = static_cast<double>(m_elapsed.elapsed()) / 1e3;
}

void LiveTraining::finish(const training::TrainingResult& result) {
  m_run->seconds = static_cast<double>(m_elapsed.elapsed()) / 1e3;
  workbench::recordOutcome(*m_run, result.model);
  m_finished.push_back({result.model, m_folder});
  Q_EMIT finished();
}

/// Handles a training that was stopped from the status bar or failed. Keeps its folder if it can be resumed from there.
void LiveTraining::endEarly() {
  if (!m_folder) return;
  if (!training::holdsCheckpoints(m_folder->path())) m_folder->discard();
  m_folder.reset();
  const RunPointer ended = m_run;
  if (ended->log.empty()) m_run.reset();
  Q_EMIT stoppedEarly(ended);
}

}  // namespace maury::ui
