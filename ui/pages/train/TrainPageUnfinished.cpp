// SPDX-License-Identifier: GPL-3.0-or-later
// The page's part for a training that a program left behind when it was killed or closed.
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <algorithm>

#include "ui/pages/parts/Card.h"
#include "ui/pages/train/TrainPage.h"
#include "ui/pages/train/network/NetworkCard.h"
#include "ui/pages/train/runs/RunCard.h"
#include "ui/pages/train/runs/TrainingStart.h"
#include "ui/session/Session.h"

namespace maury::ui {

Card* TrainPage::buildUnfinishedCard() {
  m_unfinishedCard = new Card(tr("Unfinished training"));
  auto* discard = new QPushButton(tr("Discard"));
  auto* goOnButton = new QPushButton(tr("Go on"));
  discard->setObjectName(QStringLiteral("discardTraining"));
  goOnButton->setObjectName(QStringLiteral("goOnTraining"));
  goOnButton->setProperty("role", "primary");
  goOnButton->setToolTip(tr("Opens its survey if need be and trains on, to the weights it would have had"));
  discard->setToolTip(tr("Removes what is kept of it"));
  m_unfinishedText = new QLabel;
  m_unfinishedText->setObjectName(QStringLiteral("unfinishedTraining"));
  m_unfinishedText->setWordWrap(true);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(m_unfinishedText, 1);
  row->addWidget(goOnButton);
  row->addWidget(discard);
  m_unfinishedCard->body()->addLayout(row);
  connect(goOnButton, &QPushButton::clicked, this, [this] { goOn(m_unfinished.front().folder); });
  connect(discard, &QPushButton::clicked, this, &TrainPage::discardUnfinished);
  return m_unfinishedCard;
}

void TrainPage::findUnfinished() {
  m_unfinished = unfinishedTrainings();
  showUnfinished();
}

void TrainPage::showUnfinished() {
  m_unfinishedCard->setVisible(!m_unfinished.empty() && !m_runner.running());
  if (m_unfinished.empty()) return;
  m_unfinishedText->setText(m_unfinished.front().words());
  m_unfinishedText->setToolTip(m_unfinished.front().folder);
  m_unfinishedCard->setRemark(m_unfinished.size() > 1
                                  ? tr("%n more after this one", nullptr, static_cast<int>(m_unfinished.size()) - 1)
                                  : QString());
}

void TrainPage::goOn(const QString& folder) {
  if (m_runner.running()) return;
  const auto place = std::find_if(m_unfinished.begin(), m_unfinished.end(),
                                  [&](const UnfinishedTraining& each) { return each.folder == folder; });
  if (place == m_unfinished.end()) return;
  const UnfinishedTraining unfinished = *place;
  const QString file = QString::fromStdString(unfinished.run.survey);
  const bool isOpen =
      session().survey() && (file.isEmpty() || QFileInfo(session().surveyPath()).absoluteFilePath() == file);
  if (isOpen) {
    Q_EMIT wanted();
    goOnNow(unfinished);
  } else if (file.isEmpty()) {
    session().report(Severity::Warning, tr("The stars of this training were in no file: open or make them first."));
  } else {
    session().open({file});
    if (unfinished.run.surveyChanged) {
      session().report(Severity::Warning, tr("Its stars had been prepared or joined in the window after %1 was opened. "
                                             "Do that again, then go on from the page Train.")
                                              .arg(QFileInfo(file).fileName()));
    } else {
      m_awaited = folder;
    }
  }
}

void TrainPage::goOnNow(const UnfinishedTraining& unfinished) {
  TrainingStart start;
  start.survey = session().survey();
  start.filter = QString::fromStdString(unfinished.run.filter);
  start.surveyPath = session().surveyPath();
  start.options = unfinished.run.options;
  start.options.resume = true;
  if (session().filterText() != start.filter) session().setFilter(start.filter);
  showOptions(start.options);
  const QString folder = unfinished.folder;
  std::erase_if(m_unfinished, [&](const UnfinishedTraining& each) { return each.folder == folder; });
  begin(start, std::make_shared<HeldRunFolder>(folder));
}

void TrainPage::showOptions(const training::TrainingOptions& options) {
  for (auto* button : m_labelButtons->findChildren<QToolButton*>()) {
    const std::string label = button->property("label").toString().toStdString();
    button->setChecked(std::find(options.labels.begin(), options.labels.end(), label) != options.labels.end());
  }
  m_network->show(options);
  m_run->showAll(options);
}

void TrainPage::discardUnfinished() {
  const QString folder = m_unfinished.front().folder;
  m_discardRunner.run(
      {}, [folder](Job&) { HeldRunFolder(folder).discard(); }, [] {});
  m_unfinished.erase(m_unfinished.begin());
  showUnfinished();
}

}  // namespace maury::ui
