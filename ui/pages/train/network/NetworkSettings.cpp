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
      m_slope(new QDoubleSpinBox),
      m_variance(new QCheckBox(tr("predicts its own error"))) {
  m_scaling->setObjectName(QStringLiteral("networkScaling"));
  m_scaling->setToolTip(
      tr("Standardised: flux minus the mean spectrum over its scatter. As delivered: flux as it is, "
         "other inputs to 0…1 (Guiglion+2020)."));
  m_slope->setObjectName(QStringLiteral("networkSlope"));
  m_slope->setLocale(QLocale::c());
  m_slope->setRange(0.0, 0.99);
  m_slope->setSingleStep(0.05);
  m_slope->setToolTip(tr("Of every LeakyReLU below zero; 0: ReLU"));
  m_variance->setObjectName(QStringLiteral("networkVariance"));
  m_variance->setToolTip(
      tr("A second output a label, ln of its variance (Kendall & Gal 2017); the loss is then "
         "Gaussian"));
  connect(m_scaling, &SegmentedControl::chosen, this, [this](int index) {
    Q_EMIT scalingEdited(index == 0 ? network::InputScaling::Standardised : network::InputScaling::AsDelivered);
  });
  connect(m_slope, &QDoubleSpinBox::valueChanged, this, &NetworkSettings::slopeEdited);
  connect(m_variance, &QCheckBox::toggled, this, &NetworkSettings::varianceEdited);

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  row->addWidget(new QLabel(tr("inputs")));
  row->addWidget(m_scaling);
  row->addSpacing(16);
  row->addWidget(new QLabel(tr("slope of the activation")));
  row->addWidget(m_slope);
  row->addSpacing(16);
  row->addWidget(m_variance);
  row->addStretch(1);
}

void NetworkSettings::show(const network::NetworkDescription& description) {
  const QSignalBlocker quietSlope(m_slope), quietVariance(m_variance);
  m_scaling->setCurrent(description.scaling == network::InputScaling::Standardised ? 0 : 1);
  // A field that is being typed into already says so.
  const double slope = network::activationSlope(description);
  if (m_slope->value() != slope) m_slope->setValue(slope);
  m_variance->setChecked(description.predictsVariance);
}

}  // namespace maury::ui
