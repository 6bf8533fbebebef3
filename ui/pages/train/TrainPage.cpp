// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/TrainPage.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableWidget>
#include <QTimer>
#include <QToolButton>
#include <array>
#include <cmath>

#include "base/Error.h"
#include "inference/Calibration.h"
#include "survey/LabelNames.h"
#include "survey/Split.h"
#include "training/History.h"
#include "ui/Session.h"
#include "ui/StatusBar.h"
#include "ui/models/StarColumns.h"
#include "ui/pages/Card.h"
#include "ui/pages/SideColumn.h"
#include "ui/pages/train/NetworkCard.h"
#include "ui/pages/train/RunCard.h"
#include "ui/pages/train/TrainFigures.h"
#include "ui/pages/train/TrainSummary.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr int kControlsWidth = 344;
constexpr int kScrollBarGap = 8;
constexpr int kLabelsInRow = 4;
constexpr int kMostOneToOne = 5;
constexpr int kRunRowHeight = 24;
/// The figures follow the reports at this pace, whatever the speed of the epochs.
constexpr int kRefreshMs = 100;

QString display(const std::string& label) {
  return QString::fromStdString(survey::displayName(label));
}

QString scatterText(double scatter, const std::string& unit) {
  return std::isfinite(scatter) ? QString::number(scatter, 'f', unit == "K" ? 0 : 3) : QStringLiteral("–");
}

}  // namespace

TrainPage::TrainPage(Session& session, QWidget* parent) : Page(session, parent) {
  buildLayout();
  m_refresh = new QTimer(this);
  m_refresh->setSingleShot(true);
  m_refresh->setInterval(kRefreshMs);
  connect(m_refresh, &QTimer::timeout, this, &TrainPage::refresh);

  session.jobs().add(&m_runner);
  connect(&session, &Session::surveyChanged, this, &TrainPage::surveyChanged);
  connect(&session, &Session::filterChanged, this, &TrainPage::showDataSet);
  connect(&session, &Session::modelChanged, this, &TrainPage::showModelHistory);
  connect(m_network, &NetworkCard::changed, this, &TrainPage::showReadiness);
  connect(m_network, &NetworkCard::presetChosen, this,
          [this](const QString& preset) { m_run->show(training::presetOptions(preset.toStdString())); });
  connect(m_run, &RunCard::startClicked, this, &TrainPage::start);
  connect(m_run, &RunCard::splitChanged, this, &TrainPage::showParts);
  connect(m_run, &RunCard::pauseClicked, this, [this] { m_runner.paused() ? m_runner.resume() : m_runner.pause(); });
  connect(m_run, &RunCard::stopClicked, this, [this] {
    m_runner.resume();
    if (m_finishNow) *m_finishNow = true;
  });
  connect(&m_runner, &JobRunner::pausedChanged, m_run, &RunCard::setPaused);
  connect(&m_runner, &JobRunner::runningChanged, this, &TrainPage::runEnded);
  connect(&m_runner, &JobRunner::failed, this,
          [this](const QString& message) { this->session().report(Severity::Problem, message); });
  surveyChanged();
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
  auto* top = new QHBoxLayout;
  top->setSpacing(12);
  top->addWidget(buildLossCard(), 1);
  top->addWidget(buildMapCard(), 1);
  right->addLayout(top, 5);
  right->addWidget(buildValidationCard(), 4);
  m_waiting = new QLabel;
  m_waiting->setAlignment(Qt::AlignCenter);
  m_waiting->setWordWrap(true);
  m_waiting->setProperty("role", "muted");
  right->addWidget(m_waiting, 9);
  right->addWidget(buildRunsCard());
  layout->addLayout(right, 1);
  for (QWidget* card : std::initializer_list<QWidget*>{m_lossCard, m_mapCard, m_validationCard})
    card->hide();
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
  grid->setColumnStretch(kLabelsInRow, 1);
  card->body()->addWidget(m_labelButtons);
  return card;
}

Card* TrainPage::buildLossCard() {
  m_lossCard = new Card(tr("Loss"));
  m_loss = new FigureView;
  m_loss->setExportName(QStringLiteral("loss"));
  m_lossCard->body()->addWidget(m_loss);
  return m_lossCard;
}

Card* TrainPage::buildMapCard() {
  m_mapCard = new Card(tr("Map as it forms"));
  m_mapLabel = new QComboBox;
  m_mapCard->addToHeader(m_mapLabel);
  connect(m_mapLabel, &QComboBox::activated, this, &TrainPage::refreshMap);
  m_map = new FigureView;
  m_map->setExportName(QStringLiteral("forming-map"));
  m_mapCard->body()->addWidget(m_map);
  return m_mapCard;
}

Card* TrainPage::buildValidationCard() {
  m_validationCard = new Card(tr("Validation set, refreshed each epoch"));
  m_validation = new FigureView;
  m_validation->setExportName(QStringLiteral("validation"));
  m_validationCard->body()->addWidget(m_validation);
  return m_validationCard;
}

Card* TrainPage::buildRunsCard() {
  auto* card = new Card(tr("Runs"));
  m_save = new QPushButton(tr("Save model…"));
  m_save->setEnabled(false);
  card->addToHeader(m_save);
  connect(m_save, &QPushButton::clicked, this, [this] {
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save model"), QDir::home().filePath("model.safetensors"), tr("Models (*.safetensors)"));
    if (!path.isEmpty()) session().saveModel(path);
  });
  m_runs = new QTableWidget;
  m_runs->setObjectName(QStringLiteral("runs"));
  m_runs->verticalHeader()->hide();
  m_runs->verticalHeader()->setDefaultSectionSize(kRunRowHeight);
  m_runs->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_runs->setSelectionMode(QAbstractItemView::NoSelection);
  m_runs->setFocusPolicy(Qt::NoFocus);
  m_runs->setShowGrid(false);
  m_runs->setFrameShape(QFrame::NoFrame);
  m_runs->setFixedHeight(4 * kRunRowHeight);
  m_runs->setColumnCount(6);
  m_runs->setHorizontalHeaderLabels(
      {tr("run"), tr("network"), tr("best epochs"), tr("validation loss"), tr("σ on the validation set"), tr("time")});
  m_runs->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_runs->horizontalHeader()->setSectionResizeMode(4, QHeaderView::Stretch);
  m_runs->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  card->body()->addWidget(m_runs);
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
      connect(button, &QToolButton::toggled, this, &TrainPage::showDataSet);
      grid->addWidget(button, place / kLabelsInRow, place % kLabelsInRow);
      ++place;
    }
  }
  showDataSet();
}

QStringList TrainPage::chosenLabels() const {
  QStringList names;
  for (const auto* button : m_labelButtons->findChildren<QToolButton*>()) {
    if (button->isChecked()) names << button->property("label").toString();
  }
  return names;
}

void TrainPage::showDataSet() {
  const auto survey = session().survey();
  const qsizetype labels = chosenLabels().size();
  m_network->setSurvey(survey.get(), static_cast<std::size_t>(labels));
  const std::size_t stars = survey ? session().rows()->size() : 0;
  m_stars->setText(countText(stars));
  showParts();
  showReadiness();
}

void TrainPage::showParts() {
  const auto survey = session().survey();
  if (!survey) {
    m_parts->setText(QString());
    return;
  }
  try {
    const auto parts = m_run->split().parts(*survey);
    std::array<std::size_t, 3> counts{};
    for (const std::size_t row : *session().rows())
      if (parts[row]) ++counts[static_cast<std::size_t>(*parts[row])];
    m_parts->setText(
        QStringLiteral("%1 / %2 / %3").arg(countText(counts[0]), countText(counts[1]), countText(counts[2])));
    m_parts->setToolTip(QString());
  } catch (const Error& error) {
    m_parts->setText(QStringLiteral("–"));
    m_parts->setToolTip(QString::fromUtf8(error.what()));
  }
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
  } else if (chosenLabels().isEmpty()) {
    reason = tr("Choose at least one label.");
  } else if (session().rows()->empty()) {
    reason = tr("No star passes the filter.");
  } else if (!m_network->description()) {
    reason = tr("Choose another network.");
  }
  m_run->setReady(reason);
  if (m_log.empty())
    m_waiting->setText(
        reason.isEmpty() ? tr("Start training to see the loss fall, the map form and the labels line up.") : reason);
}

void TrainPage::showModelHistory() {
  // A run of this session stays on the page; its model comes here too.
  if (m_runner.running() || m_training || !session().model()) return;
  const network::ModelInfo& info = session().model()->info();
  m_log.start(info.labels.size(), 0, info.trainedOn.isMock);
  try {
    for (const training::EpochReport& report : training::historyFromCsv(info.history))
      m_log.add(report);
  } catch (const Error& error) {
    session().report(Severity::Warning, QString::fromUtf8(error.what()));
  }
  m_lossCard->setVisible(!m_log.empty());
  if (m_log.empty()) return;
  m_options.maxEpochs = m_log.epochs();
  m_lossCard->setRemark(tr("of %1, ensemble of %2").arg(session().modelName()).arg(m_log.members()));
  drawLoss(m_loss->panel(), m_log, m_options.maxEpochs);
  Q_EMIT exportFigureAvailableChanged();
}

void TrainPage::start() {
  const auto survey = session().survey();
  const auto network = m_network->description();
  if (!survey || !network) return;
  m_options = training::presetOptions(network->preset);
  m_options.validateOnTestSet = false;  // the papers' way; here the test set is never looked at in training
  m_labels.clear();
  for (const QString& name : chosenLabels())
    m_labels.push_back(name.toStdString());
  m_options.labels = m_labels;
  m_options.keepAttribution = true;
  m_run->apply(m_options);

  m_log.start(m_labels.size(), survey->pixelCount(), survey->provenance.isMock);
  m_survey = survey;
  Q_EMIT exportFigureAvailableChanged();
  m_mapLabel->clear();
  for (const std::string& label : m_labels)
    m_mapLabel->addItem(display(label));
  m_mapLabel->setCurrentIndex(static_cast<int>(m_labels.size()) - 1);
  m_finishNow = std::make_shared<std::atomic<bool>>(false);
  m_elapsed.start();
  m_run->setRunning(true);

  const auto rows = session().rows();
  m_runner.run(
      tr("training"),
      [this, survey, rows, options = m_options, finishNow = m_finishNow](Job& job, const JobRunner::Post& post) {
        const auto stars = std::make_shared<const survey::Dataset>(
            rows->size() == survey->starCount() ? *survey : survey->select(*rows));
        post([this, stars, watched = training::watchedStars(*stars, options)] {
          m_training = stars;
          m_watched = watched;
        });
        training::TrainingEvents events;
        events.epochDone = [this, post](const training::EpochReport& report) { post([this, report] { add(report); }); };
        events.finishNow = [finishNow] { return finishNow->load(); };
        training::TrainingResult result = training::train(*stars, options, events, job);
        const auto validation = training::trainingRows(*stars, options)[1];
        result.model = inference::calibrated(result.model, stars->select(validation), job);
        return result;
      },
      [this](const training::TrainingResult& result) { finish(result); });
}

void TrainPage::add(const training::EpochReport& report) {
  const bool first = m_log.empty();
  m_log.add(report);
  if (first) {
    m_waiting->hide();
    for (QWidget* card : std::initializer_list<QWidget*>{m_lossCard, m_mapCard, m_validationCard})
      card->show();
    Q_EMIT exportFigureAvailableChanged();
  }
  if (!m_refresh->isActive()) m_refresh->start();
}

void TrainPage::refresh() {
  if (m_log.empty()) return;
  m_lossCard->setRemark(tr("ensemble of %1 · epoch %2 of %3 · %4 spectra/s")
                            .arg(m_log.members())
                            .arg(m_log.epochs())
                            .arg(m_options.maxEpochs)
                            .arg(countText(static_cast<std::size_t>(m_log.spectraPerSecond()))));
  drawLoss(m_loss->panel(), m_log, m_options.maxEpochs);
  refreshMap();
  refreshValidation();
}

void TrainPage::refreshMap() {
  if (!m_training || m_mapLabel->currentIndex() < 0) return;
  m_mapCard->setRemark(tr("∂label/∂flux, network 1"));
  drawFormingMap(m_map->panel(), m_log, static_cast<std::size_t>(m_mapLabel->currentIndex()), m_training->grid);
}

void TrainPage::refreshValidation() {
  if (!m_training || m_log.validationPrediction().empty()) return;
  const auto panels = oneToOnePanels(*m_training, m_watched, m_labels, m_log.validationPrediction());
  const int count = std::min(static_cast<int>(panels.size()), kMostOneToOne);
  m_validation->setGrid(oneToOneGrid(1, count));
  for (int i = 0; i < count; ++i)
    drawOneToOne(m_validation->panel(0, i), panels[static_cast<std::size_t>(i)]);
  m_validationCard->setRemark(tr("network 1, %1 stars").arg(countText(m_watched.size())));
}

void TrainPage::finish(const training::TrainingResult& result) {
  refresh();
  addRunRow(result);
  m_save->setEnabled(true);
  session().setModel(result.model, {});
  const bool sameSurvey = session().survey() == m_survey;
  session().report(Severity::Information,
                   sameSurvey ? tr("Training is over. Labels for the survey's stars follow; save the model to keep it.")
                              : tr("Training on the survey that was open before is over; save the model to keep it."));
  if (sameSurvey) session().predict();
}

void TrainPage::runEnded() {
  m_run->setRunning(m_runner.running());
  if (!m_runner.running() && m_log.empty()) showDataSet();
}

void TrainPage::addRunRow(const training::TrainingResult& result) {
  QStringList best, scatters;
  double loss = 0.0;
  for (const auto& member : result.members) {
    best << QString::number(member.bestEpoch);
    loss += member.bestValidationLoss / static_cast<double>(result.members.size());
  }
  for (std::size_t i = 0; i < m_labels.size(); ++i) {
    const std::string& unit = result.model.info().labels[i].unit;
    scatters << QStringLiteral("%1 %2").arg(display(m_labels[i]), scatterText(m_log.scatter(i), unit));
  }
  m_runs->insertRow(0);
  const QString name = QStringLiteral("%1 · seed %2").arg(m_runs->rowCount()).arg(m_options.seed);
  const QString network =
      QStringLiteral("%1 × %2").arg(QString::fromStdString(m_options.network.preset)).arg(m_options.members);
  int column = 0;
  for (const QString& text : {name, network, best.join(QStringLiteral(", ")), QString::number(loss, 'g', 3),
                              scatters.join(QStringLiteral(" · ")), durationText(m_elapsed.elapsed() / 1000.0)}) {
    auto* item = new QTableWidgetItem(text);
    item->setToolTip(text);
    m_runs->setItem(0, column++, item);
  }
}

void TrainPage::exportFigure(const QString& path) {
  if (m_log.empty()) return;
  std::vector<OneToOne> labels;
  if (m_training) labels = oneToOnePanels(*m_training, m_watched, m_labels, m_log.validationPrediction());
  exportTrainFigure(path, m_log, m_options.maxEpochs, labels);
}

}  // namespace maury::ui
