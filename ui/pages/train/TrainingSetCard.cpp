// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/TrainingSetCard.h"

#include <QGridLayout>
#include <QLabel>
#include <QToolButton>
#include <algorithm>
#include <array>

#include "survey/names/LabelNames.h"
#include "survey/names/PredictedNames.h"
#include "ui/models/StarColumns.h"
#include "ui/session/Session.h"

namespace maury::ui {

namespace {
constexpr int kLabelsInRow = 4;
}

TrainingSetCard::TrainingSetCard(const Session& session, QWidget* parent)
    : Card(tr("Training set"), parent), m_session(session), m_labelButtons(new QWidget) {
  m_stars = addRow(tr("stars in the filter"));
  m_parts = addRow(tr("train / validate / test"));
  body()->addWidget(new QLabel(tr("labels to learn")));
  auto* grid = new QGridLayout(m_labelButtons);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(4);
  for (int column = 0; column < kLabelsInRow; ++column)  // all of equal width
    grid->setColumnStretch(column, 1);
  body()->addWidget(m_labelButtons);
}

void TrainingSetCard::showLabels() {
  auto* grid = static_cast<QGridLayout*>(m_labelButtons->layout());
  for (auto* button : m_labelButtons->findChildren<QToolButton*>())
    delete button;
  const auto survey = m_session.survey();
  if (!survey) return;
  int place = 0;
  for (const survey::Label& label : survey->labels) {
    auto* button = new QToolButton;
    button->setText(QString::fromStdString(survey::displayName(label.name)));
    button->setProperty("label", QString::fromStdString(label.name));
    button->setProperty("role", "chip");
    button->setCheckable(true);
    button->setChecked(!survey::isPredictedLabel(label.name));
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(button, &QToolButton::toggled, this, &TrainingSetCard::labelsChanged);
    grid->addWidget(button, place / kLabelsInRow, place % kLabelsInRow);
    ++place;
  }
}

void TrainingSetCard::showCounts(const survey::SplitRule& split) {
  m_stars->setText(countText(m_session.survey() ? m_session.rows()->size() : 0));
  showParts(split);
}

void TrainingSetCard::showParts(const survey::SplitRule& split) {
  const auto survey = m_session.survey();
  if (!survey) {
    m_partsRunner.requestStop();
    m_parts->setText(QString());
    return;
  }
  using Counts = std::array<std::size_t, 3>;
  const auto count = [survey, rows = m_session.rows(), split](Job&) {
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

std::vector<std::string> TrainingSetCard::labels() const {
  std::vector<std::string> names;
  for (const auto* button : m_labelButtons->findChildren<QToolButton*>())
    if (button->isChecked()) names.push_back(button->property("label").toString().toStdString());
  return names;
}

void TrainingSetCard::setLabels(const std::vector<std::string>& labels) {
  for (auto* button : m_labelButtons->findChildren<QToolButton*>()) {
    const std::string label = button->property("label").toString().toStdString();
    button->setChecked(std::find(labels.begin(), labels.end(), label) != labels.end());
  }
}

}  // namespace maury::ui
