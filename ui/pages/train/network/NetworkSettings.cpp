// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/network/NetworkSettings.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "network/description/HybridLayout.h"
#include "ui/pages/parts/SegmentedControl.h"

namespace maury::ui {

NetworkSettings::NetworkSettings(QWidget* parent)
    : QWidget(parent),
      m_scaling(new SegmentedControl({tr("standardised"), tr("as delivered")})),
      m_slope(qobject_cast<QDoubleSpinBox*>(m_options.add("slope", QStringLiteral("networkSlope")))),
      m_variance(qobject_cast<QCheckBox*>(m_options.add("predictsVariance", QStringLiteral("networkVariance")))) {
  m_scaling->setObjectName(QStringLiteral("networkScaling"));
  m_scaling->setToolTip(m_options.helpOf("scaling"));
  connect(m_scaling, &SegmentedControl::chosen, this, [this](int index) {
    Q_EMIT scalingEdited(index == 0 ? network::InputScaling::Standardised : network::InputScaling::AsDelivered);
  });
  connect(m_slope, &QDoubleSpinBox::valueChanged, this, &NetworkSettings::slopeEdited);
  connect(m_variance, &QCheckBox::toggled, this, &NetworkSettings::varianceEdited);

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  row->addWidget(new QLabel(m_options.labelOf("scaling")));
  row->addWidget(m_scaling);
  row->addSpacing(16);
  row->addWidget(new QLabel(m_options.labelOf("slope")));
  row->addWidget(m_slope);
  row->addSpacing(16);
  row->addWidget(m_variance);
  row->addStretch(1);
}

void NetworkSettings::show(const network::NetworkDescription& description) {
  const QSignalBlocker quietSlope(m_slope), quietVariance(m_variance);
  m_scaling->setCurrent(description.scaling == network::InputScaling::Standardised ? 0 : 1);
  // Do not change the text of a field that is being typed into.
  const double slope = network::activationSlope(description);
  if (m_slope->value() != slope) m_slope->setValue(slope);
  m_variance->setChecked(description.predictsVariance);
}

}  // namespace maury::ui
