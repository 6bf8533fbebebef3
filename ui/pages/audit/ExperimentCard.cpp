// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/ExperimentCard.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <algorithm>

#include "ui/pages/parts/NumberList.h"

namespace maury::ui {

namespace {

using attribution::ExperimentKind;

/// Returns the default values in increasing order, as the field shows them.
QString defaultValuesText(ExperimentKind kind) {
  attribution::ExperimentOptions options;
  options.kind = kind;
  auto values = attribution::makeExperiment(options, {}).values;
  std::sort(values.begin(), values.end());
  return numberListText(values);
}

}  // namespace

ExperimentCard::ExperimentCard(QWidget* parent)
    : Card({}, parent), m_texts{defaultValuesText(ExperimentKind::Velocity), defaultValuesText(ExperimentKind::Noise)} {
  m_description = new QLabel;
  m_description->setProperty("role", "muted");
  m_description->setWordWrap(true);
  body()->addWidget(m_description);
  m_valuesName = new QLabel;
  m_values = new QLineEdit;
  m_values->setObjectName(QStringLiteral("experimentValues"));
  m_valuesName->setBuddy(m_values);
  body()->addWidget(m_valuesName);
  body()->addWidget(m_values);
  connect(m_values, &QLineEdit::textChanged, this, &ExperimentCard::check);

  m_window = m_options.add("windowNm", QStringLiteral("experimentWindow"));
  auto* window = new QHBoxLayout;
  m_windowName = new QLabel(
      QString::fromStdString(findOption(attribution::experimentOptionTable(), "windowNm").description.label));
  m_windowName->setBuddy(m_window);
  window->addWidget(m_windowName);
  window->addStretch(1);
  window->addWidget(m_window);
  body()->addLayout(window);

  m_options.addRow(*this, "maxStars", QStringLiteral("experimentStars"));

  auto* modelRow = new QHBoxLayout;
  modelRow->setSpacing(8);
  m_secondModel = new QLabel;
  m_secondModel->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_add = new QPushButton(tr("Compare with another model…"));
  m_add->setObjectName(QStringLiteral("experimentAddModel"));
  m_add->setToolTip(tr("Add the response of a second model to the figure"));
  m_remove = new QPushButton(tr("Remove"));
  m_remove->setObjectName(QStringLiteral("experimentRemoveModel"));
  modelRow->addWidget(m_add, 1);
  modelRow->addWidget(m_secondModel, 1);
  modelRow->addWidget(m_remove);
  body()->addLayout(modelRow);

  m_run = new QPushButton(tr("Run"));
  m_run->setObjectName(QStringLiteral("experimentRun"));
  m_run->setProperty("role", "primary");
  body()->addWidget(m_run);
  connect(m_run, &QPushButton::clicked, this, &ExperimentCard::runClicked);
  connect(m_add, &QPushButton::clicked, this, &ExperimentCard::addModelClicked);
  connect(m_remove, &QPushButton::clicked, this, &ExperimentCard::removeModelClicked);
  setSecondModel({});
  setKind(m_kind);
}

void ExperimentCard::setKind(ExperimentKind kind) {
  if (m_kind != ExperimentKind::Mask && !m_values->text().isEmpty())
    m_texts[static_cast<std::size_t>(m_kind)] = m_values->text();
  m_kind = kind;
  const bool isMask = kind == ExperimentKind::Mask;
  const QString titles[] = {tr("Shift the spectra"), tr("Add noise"), tr("Mask a window")};
  const QString descriptions[] = {
      tr("Shows how labels respond to an error in radial velocity."),
      tr("Shows how labels scatter when noise lowers the S/N to a given value. Stars with a lower S/N stay unchanged."),
      tr("Shows how labels change when a window is masked, at each position along the spectrum.")};
  setTitle(titles[static_cast<int>(kind)]);
  m_description->setText(descriptions[static_cast<int>(kind)]);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_values, m_valuesName})
    widget->setVisible(!isMask);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_window, m_windowName})
    widget->setVisible(isMask);
  if (isMask) return;
  m_valuesName->setText(kind == ExperimentKind::Velocity ? tr("shifts (km/s)") : tr("S/N"));
  m_values->setText(m_texts[static_cast<std::size_t>(kind)]);
  m_values->setCursorPosition(0);
}

void ExperimentCard::check() {
  markInvalid(m_values, !increasingNumbers(m_values->text()), tr("Type increasing numbers, e.g. 10, 20, 50"));
}

std::optional<attribution::ExperimentOptions> ExperimentCard::options() const {
  attribution::ExperimentOptions options;
  m_options.applyTo(options);
  options.kind = m_kind;
  if (m_kind == ExperimentKind::Mask) return options;
  const auto values = increasingNumbers(m_values->text());
  if (!values) return std::nullopt;
  options.values = *values;
  return options;
}

void ExperimentCard::setSecondModel(const QString& name) {
  m_add->setVisible(name.isEmpty());
  m_secondModel->setVisible(!name.isEmpty());
  m_remove->setVisible(!name.isEmpty());
  m_secondModel->setText(tr("compared with %1").arg(name));
  m_secondModel->setToolTip(name);
}

}  // namespace maury::ui
