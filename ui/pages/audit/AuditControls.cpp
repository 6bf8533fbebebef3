// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/AuditControls.h"

#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

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
  m_options.addRow(*this, "repeats", QStringLiteral("auditRepeats"));
  m_start->setObjectName(QStringLiteral("auditStart"));
  m_start->setProperty("role", "primary");
  connect(m_start, &QPushButton::clicked, this, &AuditControls::startClicked);
  body()->addWidget(m_start);

  body()->addSpacing(8);
  body()->addWidget(
      mutedLabel(tr("Baselines are networks trained on the other inputs alone and on the spectrum alone.")));
  m_baselineOptions.addRow(*this, "members", QStringLiteral("baselineMembers"));
  m_baselineOptions.addRow(*this, "maxEpochs", QStringLiteral("baselineEpochs"));
  m_baselines->setObjectName(QStringLiteral("auditBaselines"));
  connect(m_baselines, &QPushButton::clicked, this, &AuditControls::baselinesClicked);
  body()->addWidget(m_baselines);
  m_status->setObjectName(QStringLiteral("auditStatus"));
  body()->addWidget(m_status);
}

attribution::AuditOptions AuditControls::options() const {
  attribution::AuditOptions options;
  m_options.applyTo(options);
  return options;
}

validation::BaselineOptions AuditControls::baselineOptions() const {
  validation::BaselineOptions options;
  m_baselineOptions.applyTo(options);
  return options;
}

}  // namespace maury::ui
