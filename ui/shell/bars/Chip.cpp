// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/bars/Chip.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {
constexpr int kPadding = 10;
constexpr int kGap = 7;
constexpr int kHeight = 28;
constexpr int kMaxNameWidth = 210;
constexpr int kMinNameWidth = 60;
}  // namespace

Chip::Chip(QWidget* parent) : QAbstractButton(parent) {
  setAttribute(Qt::WA_Hover);
  setFocusPolicy(Qt::TabFocus);
  setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  setCursor(Qt::PointingHandCursor);
}

void Chip::setParts(const QString& word, const QString& name, const QString& remainder) {
  m_word = word;
  m_name = name;
  m_remainder = remainder;
  setAccessibleName(QStringLiteral("%1 %2 %3").arg(word, name, remainder).simplified());
  updateGeometry();
  update();
}

QFont Chip::bold() const {
  QFont result = font();
  result.setWeight(QFont::DemiBold);
  return result;
}

QSize Chip::sizeHint() const {
  const QFontMetrics plain(font());
  const QFontMetrics strong(bold());
  int width = 2 * kPadding + plain.horizontalAdvance(m_word);
  if (!m_name.isEmpty()) width += kGap + std::min(strong.horizontalAdvance(m_name) + 1, kMaxNameWidth);
  if (!m_remainder.isEmpty()) width += kGap + plain.horizontalAdvance(m_remainder);
  return {width, kHeight};
}

QSize Chip::minimumSizeHint() const {
  const QFontMetrics strong(bold());
  const int name = m_name.isEmpty() ? 0 : std::min(strong.horizontalAdvance(m_name) + 1, kMaxNameWidth);
  return {sizeHint().width() - std::max(0, name - kMinNameWidth), kHeight};
}

void Chip::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::current();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(hasFocus() ? theme.accent : theme.border);
  painter.setBrush(underMouse() ? theme.hover : theme.card);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);

  const QFontMetrics plain(font());
  const QFontMetrics strong(bold());
  int left = kPadding;
  const auto write = [&](const QString& text, const QFont& face, const QFontMetrics& metrics, const QColor& colour) {
    if (text.isEmpty()) return;
    painter.setFont(face);
    painter.setPen(colour);
    painter.drawText(QRect(left, 0, width() - left, height()), Qt::AlignVCenter | Qt::AlignLeft, text);
    left += metrics.horizontalAdvance(text) + kGap;
  };
  const int rest = m_remainder.isEmpty() ? 0 : kGap + plain.horizontalAdvance(m_remainder);
  const int nameWidth = width() - 2 * kPadding - plain.horizontalAdvance(m_word) - kGap - rest;
  write(m_word, font(), plain, theme.muted);
  write(strong.elidedText(m_name, Qt::ElideMiddle, nameWidth), bold(), strong, theme.text);
  write(m_remainder, font(), plain, theme.text);
}

}  // namespace maury::ui
