// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/TrainPage.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QTimer>
#include <utility>

#include "base/Error.h"
#include "survey/dataset/Split.h"
#include "ui/pages/parts/Card.h"
#include "ui/pages/parts/SideColumn.h"
#include "ui/pages/train/TrainingSetCard.h"
#include "ui/pages/train/TrainingView.h"
#include "ui/pages/train/network/NetworkCard.h"
#include "ui/pages/train/runs/LiveTraining.h"
#include "ui/pages/train/runs/RunCard.h"
#include "ui/pages/train/runs/RunsCard.h"
#include "ui/pages/train/runs/TrainingCommand.h"
#include "ui/pages/train/runs/UnfinishedCard.h"
#include "ui/plot/export/ExportContents.h"
#include "ui/session/Paths.h"
#include "ui/session/Session.h"
#include "ui/session/TrainingsFolder.h"
#include "ui/session/commands/Commands.h"
#include "workbench/stars/FilterStars.h"

namespace maury::ui {

namespace {

constexpr int kControlsWidth = 344;
constexpr int kScrollBarGap = 8;
/// Interval between redraws, one figure each, however fast the epochs follow each other.
constexpr int kRefreshMs = 40;

}  // namespace

TrainPage::TrainPage(Session& session, QWidget* parent)
    : Page(session, parent),
      m_set(new TrainingSetCard(session)),
      m_network(new NetworkCard),
      m_run(new RunCard),
      m_unfinished(new UnfinishedCard(session)),
      m_view(new TrainingView(session.selection())),
      m_runs(new RunsCard),
      m_training(new LiveTraining(this)),
      m_refresh(new QTimer(this)) {
  buildLayout();
  m_refresh->setSingleShot(true);
  m_refresh->setInterval(kRefreshMs);
  connect(m_refresh, &QTimer::timeout, this, &TrainPage::refreshFigures);
  connectSession();
  connectCards();
  connectTraining();
  m_unfinished->find();
  surveyChanged();
}

TrainPage::~TrainPage() = default;

void TrainPage::buildLayout() {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(12);
  auto* controls = new SideColumn(kControlsWidth, kScrollBarGap);
  QVBoxLayout* column = controls->column();
  column->addWidget(m_set);
  column->addWidget(m_run);
  column->addWidget(m_network);
  column->addStretch(1);
  layout->addWidget(controls);
  auto* right = new QVBoxLayout;
  right->setSpacing(12);
  right->addWidget(m_unfinished);
  right->addWidget(m_view, 1);
  right->addWidget(m_runs);
  layout->addLayout(right, 1);
}

void TrainPage::connectSession() {
  connect(&session(), &Session::surveyChanged, this, &TrainPage::surveyChanged);
  connect(&session(), &Session::filterChanged, this, &TrainPage::showDataSet);
  connect(&session(), &Session::modelChanged, this, &TrainPage::showModelHistory);
  connect(&session(), &Session::resumeRequested, m_unfinished, &UnfinishedCard::resume);
  connect(&session(), &Session::unsavedChanged, m_training, [this] {
    m_training->discardFolders([this](const network::Model& model) { return session().isUnsaved(model); });
  });
  for (auto signal : {&Selection::changed, &Selection::subsetsChanged})
    connect(&session().selection(), signal, m_view, &TrainingView::showSelection);
  connect(m_view, &TrainingView::starsOutlined, this,
          [this](const std::vector<std::size_t>& rows, const QString& undoName, Qt::KeyboardModifiers modifiers) {
            session().selection().combine(rows, undoName, Selection::modeOf(modifiers));
          });
}

void TrainPage::connectCards() {
  connect(m_set, &TrainingSetCard::labelsChanged, this, &TrainPage::showDataSet);
  connect(m_network, &NetworkCard::changed, this, &TrainPage::showReadiness);
  connect(m_network, &NetworkCard::presetChosen, this,
          [this](const QString& preset) { m_run->show(training::presetOptions(preset.toStdString())); });
  connect(m_run, &RunCard::startClicked, this, &TrainPage::startTraining);
  connect(m_run, &RunCard::splitChanged, this, [this] { m_set->showCounts(m_run->split()); });
  connect(m_run, &RunCard::pauseClicked, m_training, &LiveTraining::togglePause);
  connect(m_run, &RunCard::stopClicked, m_training, &LiveTraining::finishNow);
  connect(m_unfinished, &UnfinishedCard::resumeRequested, this, &TrainPage::resumeTraining);
  connect(m_runs, &RunsCard::currentChanged, this, &TrainPage::showCurrentRun);
  connect(m_runs, &RunsCard::ticksChanged, this, [this] { m_view->setOverlays(m_runs->overlays()); });
  connect(m_runs, &RunsCard::saveClicked, this, &TrainPage::saveCurrentModel);
  connect(m_runs, &RunsCard::useClicked, this, &TrainPage::useCurrentModel);
}

void TrainPage::connectTraining() {
  JobRunner& runner = m_training->runner();
  session().jobs().add(&runner);
  connect(&runner, &JobRunner::pausedChanged, m_run, &RunCard::setPaused);
  connect(&runner, &JobRunner::runningChanged, m_run, &RunCard::setRunning);
  connect(&runner, &JobRunner::runningChanged, m_unfinished, &UnfinishedCard::setRunning);
  connect(&runner, &JobRunner::failed, this,
          [this](const QString& message) { session().report(Severity::Problem, message); });
  connect(m_training, &LiveTraining::started, this, &TrainPage::showNewRun);
  connect(m_training, &LiveTraining::prepared, this, &TrainPage::linkView);
  connect(m_training, &LiveTraining::epochAdded, this, [this] {
    if (m_training->run()->log.epochs() == 1) Q_EMIT exportFigureAvailableChanged();
    if (!m_refresh->isActive()) m_refresh->start();
  });
  connect(m_training, &LiveTraining::finished, this, &TrainPage::finish);
  connect(m_training, &LiveTraining::warned, this,
          [this](const QString& sentence) { session().report(Severity::Warning, sentence); });
  connect(m_training, &LiveTraining::stoppedEarly, this, [this](const LiveTraining::RunPointer& run) {
    if (run != m_training->run()) {
      m_runs->remove(run);
      showDataSet();
    }
    m_unfinished->find();
  });
}

void TrainPage::surveyChanged() {
  const auto survey = session().survey();
  m_run->setSplitColumn(survey && survey::hasSplitColumn(*survey));
  m_set->showLabels();
  showDataSet();
  linkView();
  if (survey) m_unfinished->surveyOpened();
}

void TrainPage::showDataSet() {
  m_network->setSurvey(session().survey().get(), m_set->labels());
  m_set->showCounts(m_run->split());
  showReadiness();
}

QString TrainPage::reasonNotReady() const {
  const auto survey = session().survey();
  if (!survey) return tr("Open a survey with spectra and labels.");
  if (survey->grid.empty()) return tr("This survey is a catalogue without spectra. Open one with spectra.");
  if (survey->labels.empty()) return tr("This survey has no labels to learn. Import it with a label table.");
  if (m_set->labels().empty()) return tr("Choose at least one label.");
  if (session().catalogue()) {
    const auto predicted =
        workbench::namesOfPredictions(session().filterText().toStdString(), *survey, *session().catalogue());
    if (!predicted.empty())
      return tr("The filter uses %1, which a network predicted. Choose training stars by reference labels and other "
                "columns of the survey.")
          .arg(QString::fromStdString(predicted.front()));
  }
  if (session().rows()->empty()) return tr("No star passes the filter. Widen it at the top of the window.");
  if (!m_network->isReady()) return tr("This network cannot be trained. Choose another one or edit it.");
  return {};
}

void TrainPage::showReadiness() {
  const QString reason = reasonNotReady();
  m_run->setReady(reason);
  m_view->setWaiting(reason.isEmpty() ? tr("Start training to watch the loss, the attribution map and the labels.")
                                      : reason);
  Q_EMIT exportFigureAvailableChanged();
}

void TrainPage::showModelHistory() {
  const auto& model = session().model();
  m_runs->setModelInUse(model ? &model->info() : nullptr);
  if (!model) return;
  for (const auto& run : m_runs->runs())
    if (run->model && &run->model->info() == &model->info()) return;
  try {
    auto run =
        std::make_shared<workbench::TrainingRun>(workbench::runOfModel(*model, session().modelName().toStdString()));
    if (!run->log.empty()) m_runs->add(std::move(run), !m_training->running());
  } catch (const Error& error) {
    session().report(Severity::Warning, QString::fromUtf8(error.what()));
  }
}

training::TrainingOptions TrainPage::currentOptions() const {
  training::TrainingOptions options = m_network->options();
  // Some presets validate on the test set as their papers did; the window never uses it in training.
  options.validateOnTestSet = false;
  options.labels = m_set->labels();
  options.keepAttribution = true;
  m_run->apply(options);
  options.command = trainingCommand(session(), options);
  return options;
}

void TrainPage::startTraining() {
  const auto survey = session().survey();
  if (!survey || !m_network->isReady()) return;
  const QString path = session().surveyPath();
  workbench::TrainingStart start;
  start.survey = survey;
  start.rows = session().rows();
  start.filter = session().filterText().toStdString();
  if (!path.isEmpty()) start.surveyFile = QFileInfo(path).absoluteFilePath().toStdString();
  start.surveyChanged = session().canRestoreSurvey() || path.isEmpty();
  start.options = currentOptions();
  m_training->start(start,
                    std::make_shared<workbench::HeldRunFolder>(workbench::newRunFolder(toPath(trainingsFolder()))));
}

void TrainPage::resumeTraining(const workbench::UnfinishedTraining& unfinished) {
  Q_EMIT frontRequested();
  workbench::TrainingStart start;
  start.survey = session().survey();
  start.filter = unfinished.run.filter;
  start.surveyFile = unfinished.run.survey;
  start.options = unfinished.run.options;
  start.options.resume = true;
  const QString filter = QString::fromStdString(start.filter);
  if (session().filterText() != filter) session().setFilter(filter);
  m_set->setLabels(start.options.labels);
  m_network->show(start.options);
  m_run->showAll(start.options);
  m_training->start(start, std::make_shared<workbench::HeldRunFolder>(unfinished.folder));
}

void TrainPage::showNewRun() {
  m_runs->add(m_training->run(), true);
  m_run->setRunning(true);
}

void TrainPage::refreshFigures() {
  const auto& run = m_training->run();
  m_pending = !isVisible();
  if (m_pending || !run) return;
  if (m_view->run() != run) {
    showLiveRow();
    m_view->setOverlays(m_runs->overlays());
  } else if (m_view->refreshPart()) {
    showLiveRow();
  } else {
    m_refresh->start();
  }
}

void TrainPage::showLiveRow() {
  m_training->updateSeconds();
  m_runs->update(m_training->run());
}

void TrainPage::activated() {
  if (m_pending) refreshFigures();
}

void TrainPage::finish() {
  const auto& run = m_training->run();
  m_runs->update(run);
  if (m_view->run() == run) m_view->refresh();
  session().addTrainedModel(*run->model, QString::fromStdString(run->name));
  session().setModel(*run->model, {});
  const bool sameSurvey = session().survey() == m_training->survey();
  session().report(
      Severity::Information,
      sameSurvey ? tr("Training has finished. Predicting the labels of the survey's stars. Save the model to keep it.")
                 : tr("Training on the previously open survey has finished. Save the model to keep it."));
  if (sameSurvey) session().commands().predict.start();
}

void TrainPage::showCurrentRun() {
  m_view->show(m_runs->current());
  linkView();
  m_view->setOverlays(m_runs->overlays());
  Q_EMIT exportFigureAvailableChanged();
}

/// Links the figures to the selection if the ids at all rows of the run match the open survey, even if its spectra have
/// changed since.
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
  if (!path.isEmpty()) session().commands().save.saveModel(path, *run->model);
}

void TrainPage::useCurrentModel() {
  const auto run = m_runs->current();
  if (!run || !run->model) return;
  session().setModel(*run->model, {});
  session().commands().predict.start();
}

bool TrainPage::hasCommandLine() const {
  return m_view->run() || reasonNotReady().isEmpty();
}

QString TrainPage::commandLine() const {
  const std::string command = m_view->run() ? m_view->run()->command : currentOptions().command;
  if (command.empty())
    throw Error(ErrorKind::Usage,
                "No command line can repeat this training: its stars are in no file, or its network was edited. Save "
                "the survey, choose a preset and train again.");
  return QString::fromStdString(command);
}

bool TrainPage::canExportFigure() const {
  return m_view->run() && !m_view->run()->log.empty();
}

void TrainPage::exportFigure(const QString& path) {
  if (!canExportFigure()) return;
  const workbench::TrainingRun& run = *m_view->run();
  exportContents(toPath(path),
                 workbench::trainingFigure(run.log, run.maxEpochs, m_view->labelsShown(), m_view->overlays()));
}

}  // namespace maury::ui
