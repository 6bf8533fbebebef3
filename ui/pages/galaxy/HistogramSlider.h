// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "survey/filter/FilterTerms.h"

namespace maury::ui {

/// Histogram behind a slider.
struct Distribution {
  double low = 0.0, high = 1.0;
  std::vector<float> counts;  ///< stars in bins of equal width from low to high; stars beyond are not counted
};

/// Range slider with a histogram behind it. A handle at the end of the track means no bound on that side. Handles are
/// dragged, or moved with the arrow keys; Space switches between them.
class HistogramSlider : public QWidget {
  Q_OBJECT

public:
  explicit HistogramSlider(QWidget* parent = nullptr);

  /// Sets the histogram. Values are rounded to `step`, a power of ten.
  void setDistribution(Distribution distribution, double step);
  /// Shows these bounds without emitting edited().
  void setBounds(const survey::Bounds& bounds);
  const survey::Bounds& bounds() const { return m_bounds; }
  double step() const { return m_step; }

  QSize sizeHint() const override { return {200, 40}; }
  QSize minimumSizeHint() const override { return {80, 40}; }
  /// Returns the position of a value in px from the widget's left edge.
  double pixelOf(double value) const;

Q_SIGNALS:
  /// The user moved a handle; emitted at every step of a drag.
  void edited(const maury::survey::Bounds& bounds);

protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  double handleValue(bool high) const;  ///< returns a handle's value: the end of the track if there is no bound
  void move(bool high, double value);

  Distribution m_distribution;
  double m_step = 1.0;
  survey::Bounds m_bounds;
  bool m_isUpper = false;  ///< true if the upper handle was used last
};

}  // namespace maury::ui
