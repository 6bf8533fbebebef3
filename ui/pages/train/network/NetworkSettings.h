// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "network/description/NetworkOptionTable.h"
#include "ui/pages/parts/OptionBox.h"

class QCheckBox;
class QDoubleSpinBox;

namespace maury::ui {

class SegmentedControl;

/// Settings of a network other than its layers: scaling of the inputs, slope of the activations, and whether it
/// predicts a variance.
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
