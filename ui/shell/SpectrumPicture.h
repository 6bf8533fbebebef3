// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace maury::ui {

/// The start page's picture: a spectrum around the Ca II triplet above the map of what a network reads of it, from
/// noise to lines as it learns. A drawing from formulas, not data; it says so.
class SpectrumPicture : public QWidget {
  Q_OBJECT

public:
  explicit SpectrumPicture(QWidget* parent = nullptr);
  QSize sizeHint() const override { return {520, 420}; }

protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace maury::ui
