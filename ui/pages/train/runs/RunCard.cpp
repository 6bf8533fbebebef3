// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/runs/RunCard.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>

#include "ui/pages/parts/IntBox.h"
#include "ui/session/TrainingsFolder.h"

namespace maury::ui {

namespace {

/// Default number of ensemble members in the window: the fewest that have an internal precision.
constexpr int kDefaultMembers = 2;

}  // namespace

QWidget* RunCard::addOption(const std::string& key) {
  const OptionDescription& description = findOption(training::trainingOptionTable(), key).description;
  return m_options.addRow(*this, key, QString::fromStdString(description.flag).remove(0, 2));
}

RunCard::RunCard(QWidget* parent) : Card(tr("Run"), parent), m_options(training::trainingOptionTable()) {
  for (const char* key : {"members", "maxEpochs", "patience", "batch", "learningRate"})
    m_boxes.push_back(addOption(key));
  m_split = new QComboBox;
  m_split->setObjectName(QStringLiteral("split"));
  m_split->setFixedWidth(kControlWidth);
  m_split->addItem(tr("by id"));
  m_split->setToolTip(
      tr("How stars are assigned to training, validation and test set: by their ids, or by the survey's column "
         "'split'"));
  addRow(tr("split"), m_split);
  m_test = qobject_cast<QDoubleSpinBox*>(addOption("split.testFraction"));
  m_boxes.push_back(addOption("seed"));
  training::TrainingOptions initial;
  initial.members = kDefaultMembers;
  m_options.show(initial);

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(8);
  m_start = new QPushButton(tr("Start training"));
  m_start->setObjectName(QStringLiteral("start"));
  m_start->setProperty("role", "primary");
  m_pause = new QPushButton(tr("Pause"));
  m_pause->setProperty("role", "primary");
  m_stop = new QPushButton(tr("Stop"));
  m_pause->setObjectName(QStringLiteral("pause"));
  m_stop->setObjectName(QStringLiteral("stop"));
  m_stop->setToolTip(tr("Finish the training with the best weights so far, after the first epoch at the earliest"));
  // Wide enough for both texts of the button, so that its neighbours do not move.
  m_pause->setMinimumWidth(m_pause->fontMetrics().horizontalAdvance(tr("Resume")) + 32);
  for (auto* button : {m_start, m_pause, m_stop})
    buttons->addWidget(button);
  buttons->addStretch(1);
  body()->addSpacing(4);
  body()->addLayout(buttons);
  auto* state = new QLabel(tr("The state is saved during training, so that it can be resumed after a crash."));
  state->setToolTip(tr("Saved in %1 until the training has finished and the window is closed").arg(trainingsFolder()));
  state->setProperty("role", "muted");
  state->setWordWrap(true);
  body()->addWidget(state);
  m_reason = new QLabel;
  m_reason->setProperty("role", "muted");
  m_reason->setWordWrap(true);
  body()->addWidget(m_reason);
  connect(m_start, &QPushButton::clicked, this, &RunCard::startClicked);
  connect(m_pause, &QPushButton::clicked, this, &RunCard::pauseClicked);
  connect(m_stop, &QPushButton::clicked, this, &RunCard::stopClicked);
  connect(m_test, &QDoubleSpinBox::valueChanged, this, &RunCard::splitChanged);
  connect(m_split, &QComboBox::currentIndexChanged, this, [this] {
    updateButtons();
    Q_EMIT splitChanged();
  });
  updateButtons();
}

void RunCard::setSplitColumn(bool exists) {
  const bool isOffered = m_split->count() > 1;
  if (exists && !isOffered) {
    m_split->addItem(tr("column 'split'"));
    m_split->setCurrentIndex(1);
  } else if (!exists && isOffered) {
    m_split->setCurrentIndex(0);
    m_split->removeItem(1);
  }
  updateButtons();
}

survey::SplitRule RunCard::split() const {
  training::TrainingOptions options;
  apply(options);
  return options.split;
}

void RunCard::show(const training::TrainingOptions& preset) {
  m_options.show(preset, training::isPresetOption);
}

void RunCard::showAll(const training::TrainingOptions& options) {
  m_options.show(options);
  m_split->setCurrentIndex(options.split.byColumn ? m_split->count() - 1 : 0);
}

void RunCard::apply(training::TrainingOptions& options) const {
  options.split = {};
  m_options.applyTo(options);
  options.split.byColumn = m_split->currentIndex() == 1;
}

void RunCard::setReady(const QString& reason) {
  m_start->setEnabled(reason.isEmpty());
  m_reason->setText(reason);
  m_reason->setVisible(!reason.isEmpty());
}

void RunCard::setRunning(bool running) {
  m_running = running;
  m_paused = false;
  updateButtons();
}

void RunCard::setPaused(bool paused) {
  m_paused = paused;
  updateButtons();
}

void RunCard::updateButtons() {
  m_start->setVisible(!m_running);
  m_pause->setVisible(m_running);
  m_stop->setVisible(m_running);
  m_pause->setText(m_paused ? tr("Resume") : tr("Pause"));
  for (QWidget* box : m_boxes)
    box->setEnabled(!m_running);
  m_split->setEnabled(!m_running && m_split->count() > 1);
  m_test->setEnabled(!m_running && m_split->currentIndex() == 0);
}

}  // namespace maury::ui
