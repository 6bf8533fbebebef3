// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "survey/filter/FilterTerms.h"

namespace maury::ui {

/// Where the stars are between two values: what lies behind a slider.
struct Distribution {
  double low = 0.0, high = 1.0;
  std::vector<float> counts;  ///< of equal bins from low to high; stars beyond are not counted
};

/// A range with the distribution behind it: two handles, a handle at the end of its track bounds nothing. Handles are
/// dragged, or moved by the arrow keys.
class HistogramSlider : public QWidget {
  Q_OBJECT

public:
  explicit HistogramSlider(QWidget* parent = nullptr);

  /// Values are rounded to `step`, a power of ten.
  void setDistribution(Distribution distribution, double step);
  /// Shows these bounds; sends nothing.
  void setBounds(const survey::Bounds& bounds);
  const survey::Bounds& bounds() const { return m_bounds; }
  double step() const { return m_step; }

  QSize sizeHint() const override { return {200, 40}; }
  QSize minimumSizeHint() const override { return {80, 40}; }
  /// Where a value lies on the widget, px from its left.
  double pixelOf(double value) const;

Q_SIGNALS:
  /// Moved by the user, at every step of a drag.
  void edited(const maury::survey::Bounds& bounds);

protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  double handle(bool high) const;  ///< its value, at the end of the track where it bounds nothing
  void move(bool high, double value);

  Distribution m_distribution;
  double m_step = 1.0;
  survey::Bounds m_bounds;
  bool m_high = false;  ///< the handle that was taken last
};

}  // namespace maury::ui
