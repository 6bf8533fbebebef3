// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/StarCard.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "survey/dataset/NumericView.h"
#include "survey/names/LabelNames.h"
#include "survey/names/PredictedNames.h"
#include "ui/models/StarColumns.h"

namespace maury::ui {

namespace {

QString labelValueText(double value, double error, const std::string& unit) {
  const int decimals = survey::valueDecimals(unit);
  return std::isfinite(value) && std::isfinite(error)
             ? valueText(value, decimals) + QStringLiteral(" ± ") + valueText(error, decimals)
             : valueText(value, decimals);
}

double meanOf(const std::vector<double>& values, const std::vector<std::size_t>& rows) {
  double sum = 0.0;
  std::size_t count = 0;
  for (const std::size_t row : rows) {
    if (!std::isfinite(values[row])) continue;
    sum += values[row];
    ++count;
  }
  return count > 0 ? sum / static_cast<double>(count) : NAN;
}

}  // namespace

StarCard::StarCard(QWidget* parent)
    : Card(tr("Star"), parent), m_buttons(new QWidget), m_id(new QLabel), m_place(new QLabel) {
  auto* buttons = new QHBoxLayout(m_buttons);
  buttons->setContentsMargins(0, 0, 0, 0);
  buttons->setSpacing(4);
  for (const int step : {-1, 1}) {
    auto* button = new QToolButton;
    button->setText(step < 0 ? QStringLiteral("‹") : QStringLiteral("›"));
    button->setToolTip(step < 0 ? tr("Previous star that passes the filter") : tr("Next star that passes the filter"));
    button->setAutoRepeat(true);
    connect(button, &QToolButton::clicked, this, [this, step] { Q_EMIT stepped(step); });
    buttons->addWidget(button);
  }
  addToHeader(m_buttons);
  m_id->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_id->setWordWrap(true);
  m_place->setProperty("role", "muted");
  body()->addWidget(m_id);
  body()->addWidget(m_place);
}

void StarCard::clearRows() {
  delete m_rows;
  m_rows = new QWidget;
  auto* grid = new QGridLayout(m_rows);
  grid->setContentsMargins(0, 2, 0, 0);
  grid->setHorizontalSpacing(10);
  grid->setVerticalSpacing(4);
  grid->setColumnStretch(0, 1);
  body()->addWidget(m_rows);
}

void StarCard::addLabelRow(const QString& name, const QString& value, const QString& reference, bool heading) {
  auto* grid = static_cast<QGridLayout*>(m_rows->layout());
  const int row = grid->rowCount();
  int column = 0;
  for (const QString& text : {name, value, reference}) {
    auto* label = new QLabel(text);
    if (heading) label->setProperty("role", "muted");
    label->setAlignment(column == 0 ? Qt::AlignLeft : Qt::AlignRight);
    grid->addWidget(label, row, column++);
  }
}

void StarCard::showStar(const survey::Dataset& stars, std::size_t row, std::size_t place, std::size_t count) {
  setTitle(tr("Star"));
  m_buttons->setVisible(count > 1);
  m_id->setText(QString::fromStdString(stars.ids[row]));
  m_id->show();
  QString placeText = count > 1 ? tr("%1 of %2 in the filter").arg(countText(place + 1), countText(count)) : QString();
  if (stars.hasNumeric("snr")) {
    const double snr = stars.numeric("snr")[row];
    if (std::isfinite(snr)) placeText += (placeText.isEmpty() ? "" : " · ") + tr("S/N %1").arg(snr, 0, 'f', 0);
  }
  m_place->setText(placeText);
  m_place->setVisible(!placeText.isEmpty());
  clearRows();
  const bool predicted = std::any_of(stars.labels.begin(), stars.labels.end(),
                                     [](const survey::Label& label) { return survey::isPredictedLabel(label.name); });
  if (!stars.labels.empty())
    addLabelRow({}, predicted ? tr("predicted") : tr("survey"), predicted ? tr("reference") : QString(), true);
  for (const survey::Label& label : stars.labels) {
    const std::string name = survey::referenceName(label.name);
    const bool isReference = predicted && name == label.name;
    if (isReference && stars.findLabel(survey::predictedName(name)) != nullptr) continue;  // shown with its prediction
    const auto uncertainties = survey::uncertaintiesOf(stars, label);
    const QString value =
        labelValueText(static_cast<double>(label.values[row]), uncertainties ? (*uncertainties)[row] : NAN, label.unit);
    const bool hasReference = predicted && !isReference && stars.hasNumeric(name);
    const QString reference =
        hasReference ? labelValueText(survey::viewOf(stars, name)[row], NAN, label.unit) : QString();
    addLabelRow(QString::fromStdString(survey::axisLabel(name, label.unit)), isReference ? QString() : value,
                isReference ? value : reference);
  }
}

void StarCard::showMean(const survey::Dataset& stars, const std::vector<std::size_t>& rows, bool selected) {
  setTitle(selected ? tr("Mean of the selected stars") : tr("Mean of the filtered stars"));
  m_buttons->hide();
  m_id->hide();
  m_place->setText(starCountText(rows.size()));
  m_place->show();
  clearRows();
  for (const survey::Label& label : stars.labels) {
    addLabelRow(QString::fromStdString(survey::axisLabel(label.name, label.unit)),
                labelValueText(meanOf(stars.numeric(label.name), rows), NAN, label.unit), {});
  }
}

}  // namespace maury::ui
