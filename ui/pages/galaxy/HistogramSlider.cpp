// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/HistogramSlider.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {
constexpr double kRadius = 5.0;       ///< px, radius of a handle
constexpr double kTrackHeight = 8.0;  ///< px, height of the track above the lower edge
constexpr double kInfinity = std::numeric_limits<double>::infinity();
}  // namespace

HistogramSlider::HistogramSlider(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void HistogramSlider::setDistribution(Distribution distribution, double step) {
  m_distribution = std::move(distribution);
  m_step = step;
  update();
}

void HistogramSlider::setBounds(const survey::Bounds& bounds) {
  m_bounds = bounds;
  update();
}

double HistogramSlider::pixelOf(double value) const {
  const double position = (value - m_distribution.low) / (m_distribution.high - m_distribution.low);
  return kRadius + 1.0 + std::clamp(position, 0.0, 1.0) * (width() - 2.0 * kRadius - 2.0);
}

double HistogramSlider::handleValue(bool high) const {
  return high ? std::min(m_bounds.high, m_distribution.high) : std::max(m_bounds.low, m_distribution.low);
}

void HistogramSlider::move(bool high, double value) {
  survey::Bounds next = m_bounds;
  const double rounded = std::round(value / m_step) * m_step;
  if (high) {
    next.high = rounded >= m_distribution.high ? kInfinity : std::max(rounded, handleValue(false) + m_step);
  } else {
    next.low = rounded <= m_distribution.low ? -kInfinity : std::min(rounded, handleValue(true) - m_step);
  }
  if (next == m_bounds) return;
  setBounds(next);
  Q_EMIT edited(next);
}

void HistogramSlider::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const double x = event->position().x();
  const double low = std::abs(x - pixelOf(handleValue(false))), high = std::abs(x - pixelOf(handleValue(true)));
  m_isUpper = low == high ? x > pixelOf(handleValue(true)) : high < low;
  if (std::min(low, high) > 2.0 * kRadius) mouseMoveEvent(event);
  update();
}

void HistogramSlider::mouseMoveEvent(QMouseEvent* event) {
  if (!(event->buttons() & Qt::LeftButton)) return;
  const double position = (event->position().x() - kRadius - 1.0) / (width() - 2.0 * kRadius - 2.0);
  move(m_isUpper, m_distribution.low + position * (m_distribution.high - m_distribution.low));
}

void HistogramSlider::keyPressEvent(QKeyEvent* event) {
  const double pixel = (m_distribution.high - m_distribution.low) / std::max(1, width());
  const double step = std::max(m_step, std::ceil(pixel / m_step) * m_step);
  if (event->key() == Qt::Key_Left) {
    move(m_isUpper, handleValue(m_isUpper) - step);
  } else if (event->key() == Qt::Key_Right) {
    move(m_isUpper, handleValue(m_isUpper) + step);
  } else if (event->key() == Qt::Key_Space) {
    m_isUpper = !m_isUpper;
    update();
  } else {
    QWidget::keyPressEvent(event);
  }
}

void HistogramSlider::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::current();
  QPainter painter(this);
  const double ground = height() - kTrackHeight - 2.0, low = pixelOf(handleValue(false)),
               high = pixelOf(handleValue(true));
  const auto& counts = m_distribution.counts;
  const float fullest = counts.empty() ? 0.0F : *std::max_element(counts.begin(), counts.end());
  const double width = (pixelOf(m_distribution.high) - pixelOf(m_distribution.low)) /
                       std::max<double>(1.0, static_cast<double>(counts.size()));
  QColor within = theme.accent;
  within.setAlphaF(0.55F);
  for (std::size_t i = 0; i < counts.size() && fullest > 0.0F; ++i) {
    const double x = pixelOf(m_distribution.low) + static_cast<double>(i) * width;
    // The square root keeps the few stars of a tail visible.
    const double barHeight = std::sqrt(static_cast<double>(counts[i] / fullest)) * (ground - 1.0);
    const bool inside = x + width / 2 >= low && x + width / 2 <= high;
    painter.fillRect(QRectF(x, ground - barHeight, std::max(1.0, width - 1.0), barHeight),
                     inside ? within : theme.border);
  }
  painter.setRenderHint(QPainter::Antialiasing);
  const double track = height() - kTrackHeight;
  painter.setPen(QPen(theme.border, 2.0));
  painter.drawLine(QPointF(pixelOf(m_distribution.low), track), QPointF(pixelOf(m_distribution.high), track));
  painter.setPen(QPen(theme.accent, 2.0));
  painter.drawLine(QPointF(low, track), QPointF(high, track));
  for (const bool upper : {false, true}) {
    painter.setPen(QPen(hasFocus() && upper == m_isUpper ? theme.text : theme.card, 1.5));
    painter.setBrush(theme.accent);
    painter.drawEllipse(QPointF(upper ? high : low, track), kRadius, kRadius);
  }
}

}  // namespace maury::ui
