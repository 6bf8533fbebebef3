// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prepare/StepsCard.h"

#include <fmt/format.h>
#include <QMenu>
#include <QPushButton>
#include <algorithm>

#include "base/Error.h"
#include "survey/recipe/StepForms.h"
#include "survey/recipe/StepWords.h"
#include "ui/pages/prepare/StepRow.h"

namespace maury::ui {

StepsCard::StepsCard(QWidget* parent) : Card(tr("Steps"), parent) {
  auto* addButton = new QPushButton(tr("Add a step"));
  addButton->setObjectName(QStringLiteral("addStep"));
  addButton->setProperty("role", "menu");
  auto* menu = new QMenu(addButton);
  menu->setObjectName(QStringLiteral("stepMenu"));
  fillMenu(menu);
  addButton->setMenu(menu);
  addToHeader(addButton);
  m_applied = new QLabel;
  m_applied->setProperty("role", "muted");
  m_applied->setWordWrap(true);
  m_applied->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_applied->hide();
  m_empty = new QLabel;
  m_empty->setProperty("role", "muted");
  m_empty->setWordWrap(true);
  m_list = new QVBoxLayout;
  m_list->setSpacing(2);
  m_problem = new QLabel;
  m_problem->setObjectName(QStringLiteral("stepProblem"));
  m_problem->setProperty("role", "bad");
  m_problem->setWordWrap(true);
  m_problem->hide();
  body()->addWidget(m_applied);
  body()->addWidget(m_empty);
  body()->addLayout(m_list);
  body()->addWidget(m_problem);
}

void StepsCard::fillMenu(QMenu* menu) {
  for (const survey::NamedStep& step : survey::namedSteps()) {
    QAction* action = menu->addAction(QString::fromStdString(step.title));
    connect(action, &QAction::triggered, this, [this, step] { add(adaptToSurvey(step)); });
  }
}

void StepsCard::setSurvey(const survey::Dataset* survey) {
  m_columns.clear();
  m_velocityColumn.clear();
  m_grid = survey != nullptr ? survey->grid : spectra::WavelengthGrid();
  QStringList applied;
  if (survey != nullptr) {
    for (const std::string& name : survey->numericNames()) {
      m_columns << QString::fromStdString(name);
      const bool isUsualColumn = name == "radial_velocity";
      if (isUsualColumn || (m_velocityColumn.isEmpty() && survey->unitOf(name) == "km/s"))
        m_velocityColumn = m_columns.back();
    }
    for (const std::string& step : survey->provenance.preprocessing)
      applied << tr("already applied: %1").arg(QString::fromStdString(step));
  }
  m_applied->setText(applied.join(QLatin1Char('\n')));
  m_applied->setVisible(!applied.isEmpty());
  m_empty->setText(applied.isEmpty() ? tr("No steps: spectra are used as stored.") : tr("No further steps."));
}

std::vector<std::string> StepsCard::texts() const {
  std::vector<std::string> texts;
  for (const StepRow* row : m_rows)
    texts.push_back(row->text());
  return texts;
}

void StepsCard::setTexts(const std::vector<std::string>& texts) {
  while (!m_rows.empty())
    drop(m_rows.back());
  for (const std::string& text : texts) {
    try {
      survey::parseStep(text);
    } catch (const Error&) {
      continue;
    }
    insertRow(text);
  }
  renumber();
  Q_EMIT changed();
}

void StepsCard::setProblem(const QString& sentence) {
  m_problem->setText(sentence);
  m_problem->setVisible(!sentence.isEmpty());
}

/// Returns the text of a step; in an example, the velocity column and the wavelengths are those of this survey.
std::string StepsCard::adaptToSurvey(const survey::NamedStep& named) const {
  if (!named.isExample) return named.text;
  survey::Step step = survey::parseStep(named.text);
  if (auto* rest = std::get_if<survey::RestFrameStep>(&step); rest != nullptr && !m_velocityColumn.isEmpty())
    rest->column = m_velocityColumn.toStdString();
  if (m_grid.size() < 2) return survey::toText(step);
  const double first = m_grid.first(), last = m_grid.last(), range = last - first;
  const auto inside = [&](double nm) { return nm > first && nm < last; };
  if (const auto* resample = std::get_if<survey::ResampleStep>(&step);
      resample != nullptr && !inside(resample->firstNm))
    return fmt::format("resample method=flux first={:.6g} step={:.4g} pixels={}", first,
                       range / static_cast<double>(m_grid.size() - 1), m_grid.size());
  if (std::holds_alternative<survey::MaskStep>(step)) {
    const double middle = 0.5 * (first + last);
    return fmt::format("mask ranges={:.5g}-{:.5g}", middle - 0.01 * range, middle + 0.01 * range);
  }
  if (const auto* continuum = std::get_if<survey::ContinuumStep>(&step)) {
    const auto* median = std::get_if<survey::ContinuumStep::ChipMedian>(&continuum->method);
    if (median != nullptr && !inside(median->chips.front().lowNm) && !inside(median->chips.back().lowNm))
      return fmt::format("continuum method=chip-median chips={:.6g}-{:.6g}", first, last);
  }
  return survey::toText(step);
}

void StepsCard::add(const std::string& text) {
  insertRow(text);
  renumber();
  Q_EMIT changed();
}

void StepsCard::insertRow(const std::string& text) {
  auto* row = new StepRow(text, m_columns);
  connect(row, &StepRow::edited, this, &StepsCard::changed);
  connect(row, &StepRow::moved, this, [this, row](int places) { move(row, places); });
  connect(row, &StepRow::removed, this, [this, row] { remove(row); });
  m_rows.push_back(row);
  m_list->addWidget(row);
}

void StepsCard::move(StepRow* row, int places) {
  const auto from = std::find(m_rows.begin(), m_rows.end(), row) - m_rows.begin();
  const auto to = from + places;
  if (to < 0 || to >= static_cast<std::ptrdiff_t>(m_rows.size())) return;
  std::swap(m_rows[static_cast<std::size_t>(from)], m_rows[static_cast<std::size_t>(to)]);
  m_list->removeWidget(row);
  m_list->insertWidget(static_cast<int>(to), row);
  renumber();
  Q_EMIT changed();
}

/// Takes a row out of the list. Deletes it later, because the call may come from a click on one of the row's buttons.
void StepsCard::drop(StepRow* row) {
  std::erase(m_rows, row);
  m_list->removeWidget(row);
  row->hide();
  row->deleteLater();
}

void StepsCard::remove(StepRow* row) {
  drop(row);
  renumber();
  Q_EMIT changed();
}

void StepsCard::renumber() {
  for (std::size_t i = 0; i < m_rows.size(); ++i)
    m_rows[i]->setPosition(static_cast<int>(i), static_cast<int>(m_rows.size()));
  m_empty->setVisible(m_rows.empty());
}

}  // namespace maury::ui
