// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/TrainPage.h"

#include <QDir>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QTimer>
#include <QToolButton>
#include <array>
#include <cmath>
#include <utility>

#include "base/Error.h"
#include "inference/Calibration.h"
#include "survey/dataset/LabelNames.h"
#include "survey/dataset/Split.h"
#include "survey/filter/Filter.h"
#include "training/Checkpoint.h"
#include "training/History.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/pages/train/TrainSummary.h"
#include "ui/pages/train/TrainingView.h"
#include "ui/pages/train/network/NetworkCard.h"
#include "ui/pages/train/runs/RunCard.h"
#include "ui/pages/train/runs/RunsCard.h"
#include "ui/pages/train/runs/TrainingCommand.h"
#include "ui/pages/train/runs/TrainingStart.h"
#include "ui/session/Session.h"

namespace maury::ui {

namespace {

constexpr int kControlsWidth = 344;
constexpr int kScrollBarGap = 8;
constexpr int kLabelsInRow = 4;
/// The figures follow the reports at this pace, one after the other, whatever the speed of the epochs.
constexpr int kRefreshMs = 40;
/// What an earlier run keeps to be scrubbed through.
constexpr std::size_t kEarlierRunBytes = 16U << 20U;

QString display(const std::string& label) {
  return QString::fromStdString(survey::displayName(label));
}

/// What the table says of a run that is over.
void setOutcome(TrainingRun& run, const network::Model& model) {
  QStringList epochs;
  const auto best = run.log.best();
  for (const training::EpochReport& report : best) {
    epochs << QString::number(report.epoch);
    run.validationLoss += report.validationLoss / static_cast<double>(best.size());
  }
  run.bestEpochs = epochs.join(QStringLiteral(", "));
  run.stars = model.info().trainingStars;
  run.model = model;
}

QString networkText(const std::string& preset, int members) {
  const QString name = preset.empty() ? TrainPage::tr("edited") : QString::fromStdString(preset);
  return QStringLiteral("%1 × %2").arg(name).arg(members);
}

}  // namespace

TrainPage::TrainPage(Session& session, QWidget* parent) : Page(session, parent) {
  buildLayout();
  m_refresh = new QTimer(this);
  m_refresh->setSingleShot(true);
  m_refresh->setInterval(kRefreshMs);
  wire();
  findUnfinished();
  surveyChanged();
}

TrainPage::~TrainPage() {
  // Only a training that is over leaves nothing to go on with.
  if (m_folder && m_live && m_live->model) m_folder->discard();
}

void TrainPage::wire() {
  connect(m_refresh, &QTimer::timeout, this, &TrainPage::refresh);
  session().jobs().add(&m_runner);
  connect(&session(), &Session::surveyChanged, this, &TrainPage::surveyChanged);
  connect(&session(), &Session::filterChanged, this, &TrainPage::showDataSet);
  connect(&session(), &Session::modelChanged, this, &TrainPage::showModelHistory);
  connect(&session(), &Session::trainingWanted, this, &TrainPage::goOn);
  connect(m_network, &NetworkCard::changed, this, &TrainPage::showReadiness);
  connect(m_network, &NetworkCard::presetChosen, this,
          [this](const QString& preset) { m_run->show(training::presetOptions(preset.toStdString())); });
  connect(m_run, &RunCard::startClicked, this, &TrainPage::startTraining);
  connect(m_run, &RunCard::splitChanged, this, &TrainPage::showParts);
  connect(m_run, &RunCard::pauseClicked, this, [this] { m_runner.paused() ? m_runner.resume() : m_runner.pause(); });
  connect(m_run, &RunCard::stopClicked, this, [this] {
    m_runner.resume();
    if (m_finishNow) *m_finishNow = true;
  });
  for (auto signal : {&Selection::changed, &Selection::subsetsChanged})
    connect(&session().selection(), signal, m_view, &TrainingView::showSelection);
  connect(m_view, &TrainingView::caught, this,
          [this](const std::vector<std::size_t>& rows, const QString& what, Qt::KeyboardModifiers modifiers) {
            session().selection().combine(rows, what, Selection::modeOf(modifiers));
          });
  connect(m_runs, &RunsCard::currentChanged, this, &TrainPage::showCurrentRun);
  connect(m_runs, &RunsCard::ticksChanged, this, [this] { m_view->setOverlays(m_runs->overlays()); });
  connect(m_runs, &RunsCard::saveClicked, this, &TrainPage::saveCurrentModel);
  connect(m_runs, &RunsCard::useClicked, this, &TrainPage::useCurrentModel);
  connect(&m_runner, &JobRunner::pausedChanged, m_run, &RunCard::setPaused);
  connect(&m_runner, &JobRunner::runningChanged, this, &TrainPage::runEnded);
  connect(&m_runner, &JobRunner::failed, this,
          [this](const QString& message) { this->session().report(Severity::Problem, message); });
}

void TrainPage::buildLayout() {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);

  auto* controls = new SideColumn(kControlsWidth, kScrollBarGap);
  QVBoxLayout* column = controls->column();
  m_network = new NetworkCard;
  m_run = new RunCard;
  column->addWidget(buildDataCard());
  column->addWidget(m_run);
  column->addWidget(m_network);
  column->addStretch(1);
  layout->addWidget(controls);

  auto* right = new QVBoxLayout;
  right->setSpacing(12);
  m_view = new TrainingView(session().selection());
  m_runs = new RunsCard;
  right->addWidget(buildUnfinishedCard());
  right->addWidget(m_view, 1);
  right->addWidget(m_runs);
  layout->addLayout(right, 1);
}

Card* TrainPage::buildDataCard() {
  auto* card = new Card(tr("Training set"));
  m_stars = card->addRow(tr("stars in the filter"));
  m_parts = card->addRow(tr("train / validate / test"));
  card->body()->addWidget(new QLabel(tr("labels to learn")));
  m_labelButtons = new QWidget;
  auto* grid = new QGridLayout(m_labelButtons);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(4);
  for (int column = 0; column < kLabelsInRow; ++column)  // all of one width
    grid->setColumnStretch(column, 1);
  card->body()->addWidget(m_labelButtons);
  return card;
}

void TrainPage::surveyChanged() {
  auto* grid = static_cast<QGridLayout*>(m_labelButtons->layout());
  for (auto* button : m_labelButtons->findChildren<QToolButton*>())
    delete button;
  const auto survey = session().survey();
  m_run->setSplitColumn(survey && survey::hasSplitColumn(*survey));
  if (survey) {
    int place = 0;
    for (const survey::Label& label : survey->labels) {
      auto* button = new QToolButton;
      button->setText(display(label.name));
      button->setProperty("label", QString::fromStdString(label.name));
      button->setProperty("role", "chip");
      button->setCheckable(true);
      button->setChecked(true);
      button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
      connect(button, &QToolButton::toggled, this, &TrainPage::showDataSet);
      grid->addWidget(button, place / kLabelsInRow, place % kLabelsInRow);
      ++place;
    }
  }
  showDataSet();
  linkView();
  if (!survey) return;
  const QString awaited = std::exchange(m_awaited, {});
  // The session has more to say of its new survey before anything is done with it.
  if (!awaited.isEmpty()) {
    QTimer::singleShot(0, this, [this, awaited] { goOn(awaited); });
  } else if (!m_unfinished.empty() && !std::exchange(m_unfinishedTold, true)) {
    session().report(Severity::Information,
                     tr("An unfinished training waits on the page Train: %1").arg(m_unfinished.front().words()));
  }
}

std::vector<std::string> TrainPage::chosenLabels() const {
  std::vector<std::string> names;
  for (const auto* button : m_labelButtons->findChildren<QToolButton*>()) {
    if (button->isChecked()) names.push_back(button->property("label").toString().toStdString());
  }
  return names;
}

void TrainPage::showDataSet() {
  const auto survey = session().survey();
  m_network->setSurvey(survey.get(), chosenLabels());
  const std::size_t stars = survey ? session().rows()->size() : 0;
  m_stars->setText(countText(stars));
  showParts();
  showReadiness();
}

void TrainPage::showParts() {
  const auto survey = session().survey();
  if (!survey) {
    m_partsRunner.requestStop();
    m_parts->setText(QString());
    return;
  }
  using Counts = std::array<std::size_t, 3>;
  const auto count = [survey, rows = session().rows(), split = m_run->split()](Job&) {
    const auto parts = split.parts(*survey);
    Counts counts{};
    for (const std::size_t row : *rows)
      if (parts[row]) ++counts[static_cast<std::size_t>(*parts[row])];
    return counts;
  };
  m_partsRunner.run({}, count, [this](const Counts& counts) {
    m_parts->setText(
        QStringLiteral("%1 / %2 / %3").arg(countText(counts[0]), countText(counts[1]), countText(counts[2])));
    m_parts->setToolTip(QString());
  });
}

void TrainPage::showReadiness() {
  const auto survey = session().survey();
  QString reason;
  if (!survey) {
    reason = tr("Open a survey with spectra and labels.");
  } else if (survey->grid.empty()) {
    reason = tr("This survey is a catalogue: it has no spectra to train on.");
  } else if (survey->labels.empty()) {
    reason = tr("This survey has no labels to learn. Import it with a label table.");
  } else if (chosenLabels().empty()) {
    reason = tr("Choose at least one label.");
  } else if (session().rows()->empty()) {
    reason = tr("No star passes the filter.");
  } else if (!m_network->isReady()) {
    reason = tr("Choose another network, or edit this one.");
  }
  m_run->setReady(reason);
  m_view->setWaiting(reason.isEmpty() ? tr("Start training to see the loss fall, the map form and the labels line up.")
                                      : reason);
}

void TrainPage::showModelHistory() {
  const auto& model = session().model();
  m_runs->setModelInUse(model ? &model->info() : nullptr);
  if (!model) return;
  for (const auto& run : m_runs->runs())
    if (run->model && &run->model->info() == &model->info()) return;
  const network::ModelInfo& info = model->info();
  auto run = std::make_shared<TrainingRun>();
  run->name = session().modelName();
  run->network = networkText(info.network.preset, info.members);
  for (const network::ModelLabel& label : info.labels) {
    run->labels.push_back(label.name);
    run->units.push_back(label.unit);
  }
  run->log.start(info.labels.size(), 0, info.trainedOn.isMock);
  try {
    for (const training::EpochReport& report : training::historyFromCsv(info.history))
      run->log.add(report);
  } catch (const Error& error) {
    session().report(Severity::Warning, QString::fromUtf8(error.what()));
  }
  if (run->log.empty()) return;
  run->maxEpochs = run->log.epochs();
  setOutcome(*run, *model);
  m_runs->add(run, !m_runner.running());
}

void TrainPage::startTraining() {
  const auto survey = session().survey();
  if (!survey || !m_network->isReady()) return;
  training::TrainingOptions options = m_network->options();
  options.validateOnTestSet = false;  // the papers' way; here the test set is never looked at in training
  options.labels = chosenLabels();
  options.keepAttribution = true;
  m_run->apply(options);
  options.command = trainingCommand(session(), options);
  begin({survey, session().rows(), session().filterText(), session().surveyPath(),
         session().canRestoreSurvey() || session().surveyPath().isEmpty(), options},
        std::make_shared<HeldRunFolder>());
}

void TrainPage::begin(const TrainingStart& start, std::shared_ptr<HeldRunFolder> folder) {
  const training::TrainingOptions& options = start.options;
  if (m_live) m_live->log.limitSnapshots(kEarlierRunBytes);
  // The model of the run before this one is in the window or in a file; its state is of no use any more.
  if (m_folder && m_folder->path() != folder->path())
    m_discardRunner.run(
        {}, [old = m_folder](Job&) { old->discard(); }, [] {});
  m_folder = folder;
  m_survey = start.survey;
  m_live = std::make_shared<TrainingRun>();
  m_live->name = tr("%1 · seed %2").arg(++m_started).arg(options.seed);
  m_live->network = networkText(options.network.preset, options.members);
  m_live->labels = options.labels;
  for (const std::string& label : options.labels)
    m_live->units.push_back(start.survey->unitOf(label));
  m_live->maxEpochs = options.maxEpochs;
  m_live->grid = start.survey->grid;
  m_live->log.start(options.labels.size(), start.survey->pixelCount(), start.survey->provenance.isMock);
  m_finishNow = std::make_shared<std::atomic<bool>>(false);
  m_elapsed.start();
  m_runs->add(m_live, true);
  m_run->setRunning(true);

  TrainingTold told;
  told.prepared = [this](const PreparedTraining& prepared) {
    m_live->watched = prepared.watched;
    m_live->watchedIds = prepared.watchedIds;
    m_live->watchedRows = prepared.watchedRows;
    linkView();
    m_live->stars = prepared.trainingStars;
  };
  told.epochDone = [this](const training::EpochReport& report) { add(report); };
  told.warned = [this](const QString& sentence) { session().report(Severity::Warning, sentence); };
  m_runner.run(
      tr("training"),
      [start, folder, told, finishNow = m_finishNow](Job& job, const JobRunner::Post& post) {
        return runTraining(start, *folder, told, *finishNow, job, post);
      },
      [this](const training::TrainingResult& result) { finish(result); });
  showUnfinished();
}

void TrainPage::add(const training::EpochReport& report) {
  const bool first = m_live->log.empty();
  m_live->log.add(report);
  if (first) Q_EMIT exportFigureAvailableChanged();
  if (!m_refresh->isActive()) m_refresh->start();
}

void TrainPage::refresh() {
  m_pending = !isVisible();
  if (m_pending || !m_live) return;
  if (m_view->run() != m_live) {
    showLiveRow();
    m_view->setOverlays(m_runs->overlays());
  } else if (m_view->refreshPart()) {
    showLiveRow();
  } else {
    m_refresh->start();
  }
}

void TrainPage::showLiveRow() {
  if (m_runner.running()) m_live->seconds = static_cast<double>(m_elapsed.elapsed()) / 1e3;
  m_runs->update(m_live);
}

void TrainPage::activated() {
  if (m_pending) refresh();
}

void TrainPage::finish(const training::TrainingResult& result) {
  m_live->seconds = static_cast<double>(m_elapsed.elapsed()) / 1e3;
  setOutcome(*m_live, result.model);
  m_runs->update(m_live);
  if (m_view->run() == m_live) m_view->refresh();
  session().setModel(result.model, {});
  const bool sameSurvey = session().survey() == m_survey;
  session().report(Severity::Information,
                   sameSurvey ? tr("Training is over. Labels for the survey's stars follow; save the model to keep it.")
                              : tr("Training on the survey that was open before is over; save the model to keep it."));
  if (sameSurvey) session().predict();
}

void TrainPage::runEnded() {
  m_run->setRunning(m_runner.running());
  if (m_runner.running() || !m_live || m_live->model) return;
  // It was stopped from the status bar, or failed: what it has reached can be gone on with.
  if (!training::holdsCheckpoints(m_folder->path().toStdString())) m_folder->discard();
  m_folder.reset();
  if (m_live->log.empty()) {
    m_runs->remove(m_live);
    m_live.reset();
    showDataSet();
  }
  findUnfinished();
}

void TrainPage::showCurrentRun() {
  m_view->show(m_runs->current());
  linkView();
  m_view->setOverlays(m_runs->overlays());
  Q_EMIT exportFigureAvailableChanged();
}

/// Rows are the open survey's where the ids say so, whatever has been done to its spectra since.
void TrainPage::linkView() {
  const auto survey = session().survey();
  const auto& run = m_view->run();
  const auto isOpen = [&](std::size_t place) {
    const std::size_t row = run->watchedRows[place];
    return row < survey->starCount() && survey->ids[row] == run->watchedIds[place];
  };
  bool linked = survey && run && !run->watchedRows.empty();
  for (std::size_t place = 0; linked && place < run->watchedRows.size(); ++place)
    linked = isOpen(place);
  m_view->setLinked(linked);
}

void TrainPage::saveCurrentModel() {
  const auto run = m_runs->current();
  if (!run || !run->model) return;
  const QString path = QFileDialog::getSaveFileName(this, tr("Save model"), QDir::home().filePath("model.safetensors"),
                                                    tr("Models (*.safetensors)"));
  if (!path.isEmpty()) session().saveModel(path, *run->model);
}

void TrainPage::useCurrentModel() {
  const auto run = m_runs->current();
  if (!run || !run->model) return;
  session().setModel(*run->model, {});
  if (session().canPredict()) session().predict();
}

bool TrainPage::canExportFigure() const {
  return m_view->run() && !m_view->run()->log.empty();
}

void TrainPage::exportFigure(const QString& path) {
  if (!canExportFigure()) return;
  const TrainingRun& run = *m_view->run();
  exportTrainFigure(path, run.log, run.maxEpochs, m_view->labelsShown(), m_view->overlays());
}

}  // namespace maury::ui
