// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace maury::ui {

/// Picture on the start page: a spectrum around the Ca II triplet above a map of the network's sensitivity, which
/// develops from noise to lines as the network learns. Drawn from formulas, not data, as its caption says.
class SpectrumPicture : public QWidget {
  Q_OBJECT

public:
  explicit SpectrumPicture(QWidget* parent = nullptr);
  QSize sizeHint() const override { return {520, 420}; }

protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace maury::ui
