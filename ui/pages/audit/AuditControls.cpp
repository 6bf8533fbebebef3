// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/AuditControls.h"

#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/pages/parts/IntBox.h"

namespace maury::ui {

QLabel* mutedLabel(const QString& text) {
  auto* label = new QLabel(text);
  label->setProperty("role", "muted");
  label->setWordWrap(true);
  return label;
}

void setStatus(QLabel& label, const QString& text, bool isBad) {
  label.setText(text);
  label.setVisible(!text.isEmpty());
  const char* role = isBad ? "bad" : "muted";
  if (label.property("role").toString() == QLatin1String(role)) return;
  label.setProperty("role", role);
  label.style()->unpolish(&label);
  label.style()->polish(&label);
}

AuditControls::AuditControls(QWidget* parent)
    : Card(tr("Verdicts"), parent), m_start(new QPushButton), m_baselines(new QPushButton), m_status(mutedLabel()) {
  const attribution::AuditOptions audit;
  m_repeats = intBox("auditRepeats", 2, 100, audit.repeats);
  m_repeats->setToolTip(tr("Of each shuffling and each set of random weights: more make the errors surer"));
  addRow(tr("repeats"), m_repeats);
  m_start->setObjectName(QStringLiteral("auditStart"));
  m_start->setProperty("role", "primary");
  connect(m_start, &QPushButton::clicked, this, &AuditControls::startClicked);
  body()->addWidget(m_start);

  body()->addSpacing(8);
  body()->addWidget(mutedLabel(tr("Baselines: networks trained anew on the inputs alone, and on the spectrum alone.")));
  const validation::BaselineOptions baseline;
  m_members = intBox("baselineMembers", 1, 100, baseline.members);
  m_epochs = intBox("baselineEpochs", 1, 10000, baseline.maxEpochs);
  addRow(tr("networks of each"), m_members);
  addRow(tr("epochs at most"), m_epochs);
  m_baselines->setObjectName(QStringLiteral("auditBaselines"));
  connect(m_baselines, &QPushButton::clicked, this, &AuditControls::baselinesClicked);
  body()->addWidget(m_baselines);
  m_status->setObjectName(QStringLiteral("auditStatus"));
  body()->addWidget(m_status);
}

attribution::AuditOptions AuditControls::options() const {
  attribution::AuditOptions options;
  options.repeats = m_repeats->value();
  return options;
}

validation::BaselineOptions AuditControls::baselineOptions() const {
  validation::BaselineOptions options;
  options.members = m_members->value();
  options.maxEpochs = m_epochs->value();
  return options;
}

}  // namespace maury::ui
