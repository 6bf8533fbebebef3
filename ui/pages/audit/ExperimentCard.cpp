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

/// The usual values, smallest first, as the field shows them.
QString usualText(ExperimentKind kind) {
  attribution::ExperimentOptions options;
  options.kind = kind;
  auto values = attribution::experimentOf(options, {}).values;
  std::sort(values.begin(), values.end());
  return numberListText(values);
}

}  // namespace

ExperimentCard::ExperimentCard(QWidget* parent)
    : Card({}, parent), m_texts{usualText(ExperimentKind::Velocity), usualText(ExperimentKind::Noise)} {
  m_what = new QLabel;
  m_what->setProperty("role", "muted");
  m_what->setWordWrap(true);
  body()->addWidget(m_what);
  m_valuesName = new QLabel;
  m_values = new QLineEdit;
  m_values->setObjectName(QStringLiteral("experimentValues"));
  m_valuesName->setBuddy(m_values);
  body()->addWidget(m_valuesName);
  body()->addWidget(m_values);
  connect(m_values, &QLineEdit::textChanged, this, &ExperimentCard::check);

  m_window = m_options.add("windowNm", QStringLiteral("experimentWindow"));
  auto* window = new QHBoxLayout;
  m_windowName =
      new QLabel(QString::fromStdString(findOption(attribution::experimentOptionTable(), "windowNm").about.label));
  m_windowName->setBuddy(m_window);
  window->addWidget(m_windowName);
  window->addStretch(1);
  window->addWidget(m_window);
  body()->addLayout(window);

  m_options.addRow(*this, "mostStars", QStringLiteral("experimentStars"));

  auto* beside = new QHBoxLayout;
  beside->setSpacing(8);
  m_beside = new QLabel;
  m_beside->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_add = new QPushButton(tr("Beside another model…"));
  m_add->setObjectName(QStringLiteral("experimentAddModel"));
  m_add->setToolTip(tr("Draws the answer of a second model file beside the open one's"));
  m_remove = new QPushButton(tr("Remove"));
  m_remove->setObjectName(QStringLiteral("experimentRemoveModel"));
  beside->addWidget(m_add, 1);
  beside->addWidget(m_beside, 1);
  beside->addWidget(m_remove);
  body()->addLayout(beside);

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
  const QString whats[] = {tr("How labels answer to an error of the radial velocity."),
                           tr("How labels scatter when noise is added down to an S/N; stars that are noisier stay as "
                              "they are."),
                           tr("How labels change when a window without data wanders over the spectrum.")};
  setTitle(titles[static_cast<int>(kind)]);
  m_what->setText(whats[static_cast<int>(kind)]);
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
  markInvalid(m_values, !increasingNumbers(m_values->text()), tr("Numbers that increase, e.g. 10, 20, 50"));
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
  m_beside->setVisible(!name.isEmpty());
  m_remove->setVisible(!name.isEmpty());
  m_beside->setText(tr("beside %1").arg(name));
  m_beside->setToolTip(name);
}

}  // namespace maury::ui
