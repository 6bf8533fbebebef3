// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/runs/RunCard.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSpinBox>

#include "ui/pages/parts/IntBox.h"
#include "ui/session/TrainingsFolder.h"

namespace maury::ui {

namespace {

QDoubleSpinBox* realBox(double low, double high, double step, int decimals, double value) {
  auto* box = new QDoubleSpinBox;
  box->setLocale(QLocale::c());
  box->setDecimals(decimals);
  box->setRange(low, high);
  box->setSingleStep(step);
  box->setValue(value);
  box->setFixedWidth(kControlWidth);
  return box;
}

}  // namespace

RunCard::RunCard(QWidget* parent) : Card(tr("Run"), parent) {
  const training::TrainingOptions defaults;
  m_members = intBox("members", 1, 100, 2);
  m_epochs = intBox("epochs", 1, 10000, defaults.maxEpochs);
  m_patience = intBox("patience", 1, 1000, defaults.patience);
  m_batch = intBox("batch", 1, 4096, defaults.batch);
  m_learningRate = realBox(1e-6, 1.0, 1e-4, 5, defaults.learningRate);
  m_test = realBox(0, 60, 5, 0, 100.0 * defaults.split.testFraction);
  m_seed = intBox("seed", 0, 1000000, static_cast<int>(defaults.seed));
  addRow(tr("ensemble"), m_members);
  addRow(tr("epochs at most"), m_epochs);
  addRow(tr("patience (epochs)"), m_patience);
  addRow(tr("batch (spectra)"), m_batch);
  addRow(tr("learning rate"), m_learningRate);
  m_split = new QComboBox;
  m_split->setObjectName(QStringLiteral("split"));
  m_split->setFixedWidth(kControlWidth);
  m_split->addItem(tr("by id"));
  m_split->setToolTip(
      tr("Which stars train, decide when to stop, and are kept for the test: dealt out by their ids, or"
         " as the survey's column 'split' says"));
  addRow(tr("split"), m_split);
  addRow(tr("test stars (%)"), m_test);
  addRow(tr("seed"), m_seed);

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
  m_stop->setToolTip(tr("Ends the training, after its first epoch at the earliest, and keeps the best weights so far"));
  // The two words of the button keep one width, so that nothing jumps.
  m_pause->setMinimumWidth(m_pause->fontMetrics().horizontalAdvance(tr("Resume")) + 32);
  for (auto* button : {m_start, m_pause, m_stop})
    buttons->addWidget(button);
  buttons->addStretch(1);
  body()->addSpacing(4);
  body()->addLayout(buttons);
  auto* state = new QLabel(tr("While it trains its state is kept, so that it can go on after a crash."));
  state->setToolTip(tr("In %1, until the training is over and the window is closed").arg(trainingsFolder()));
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
  survey::SplitRule rule;
  rule.testFraction = m_test->value() / 100.0;
  rule.byColumn = m_split->currentIndex() == 1;
  return rule;
}

void RunCard::show(const training::TrainingOptions& usual) {
  m_epochs->setValue(usual.maxEpochs);
  m_patience->setValue(usual.patience);
  m_batch->setValue(usual.batch);
  m_learningRate->setValue(usual.learningRate);
}

void RunCard::showAll(const training::TrainingOptions& options) {
  show(options);
  m_members->setValue(options.members);
  m_seed->setValue(static_cast<int>(options.seed));
  m_test->setValue(100.0 * options.split.testFraction);
  m_split->setCurrentIndex(options.split.byColumn ? m_split->count() - 1 : 0);
}

void RunCard::apply(training::TrainingOptions& options) const {
  options.members = m_members->value();
  options.maxEpochs = m_epochs->value();
  options.patience = m_patience->value();
  options.batch = m_batch->value();
  options.learningRate = m_learningRate->value();
  options.split = split();
  options.seed = static_cast<std::uint64_t>(m_seed->value());
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
  for (QWidget* control :
       std::initializer_list<QWidget*>{m_members, m_epochs, m_patience, m_batch, m_learningRate, m_seed}) {
    control->setEnabled(!m_running);
  }
  m_split->setEnabled(!m_running && m_split->count() > 1);
  m_test->setEnabled(!m_running && m_split->currentIndex() == 0);
}

}  // namespace maury::ui
