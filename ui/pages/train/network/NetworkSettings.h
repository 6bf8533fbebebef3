// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "network/description/NetworkOptionTable.h"
#include "ui/pages/parts/OptionBox.h"

class QCheckBox;
class QDoubleSpinBox;

namespace maury::ui {

class SegmentedControl;

/// What a network has besides its layers: how inputs are scaled, the activation's slope, and whether it predicts its
/// own error.
class NetworkSettings : public QWidget {
  Q_OBJECT

public:
  explicit NetworkSettings(QWidget* parent = nullptr);

  void show(const network::NetworkDescription& description);

Q_SIGNALS:
  void scalingEdited(maury::network::InputScaling scaling);
  void slopeEdited(double slope);
  void varianceEdited(bool predictsVariance);

private:
  OptionBoxes<network::NetworkDescription> m_options{network::networkOptionTable()};
  SegmentedControl* m_scaling;
  QDoubleSpinBox* m_slope;
  QCheckBox* m_variance;
};

}  // namespace maury::ui
