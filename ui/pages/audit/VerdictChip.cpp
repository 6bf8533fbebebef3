// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/VerdictChip.h"

#include <QPainter>

#include "ui/theme/Theme.h"

namespace maury::ui {

namespace {

constexpr int kHeight = 18, kMark = 9, kPadding = 8, kGap = 6;

QColor colourOf(attribution::Verdict verdict) {
  const Theme& theme = Theme::current();
  switch (verdict) {
    case attribution::Verdict::Pass:
      return theme.good;
    case attribution::Verdict::Warn:
      return theme.doubtful;
    case attribution::Verdict::Fail:
      return theme.bad;
    case attribution::Verdict::Number:
      break;
  }
  return theme.muted;
}

void drawMark(QPainter& painter, attribution::Verdict verdict, const QRectF& box) {
  const auto point = [&box](double x, double y) {
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
  };
  if (verdict == attribution::Verdict::Pass) {
    painter.drawPolyline(QPolygonF({point(0.0, 0.55), point(0.38, 0.92), point(1.0, 0.1)}));
  } else if (verdict == attribution::Verdict::Warn) {
    painter.drawLine(point(0.5, 0.0), point(0.5, 0.6));
    painter.drawPoint(point(0.5, 0.98));
  } else {
    painter.drawLine(point(0.08, 0.08), point(0.92, 0.92));
    painter.drawLine(point(0.08, 0.92), point(0.92, 0.08));
  }
}

bool hasVerdict(const QModelIndex& index) {
  return index.data(VerdictChip::kVerdictRole).isValid();
}

}  // namespace

void VerdictChip::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  if (!hasVerdict(index)) return QStyledItemDelegate::paint(painter, option, index);
  const auto verdict = static_cast<attribution::Verdict>(index.data(kVerdictRole).toInt());
  QStyleOptionViewItem ground(option);  // draws the row's background and lower line, without text
  initStyleOption(&ground, index);
  const QString text = ground.text;
  ground.text.clear();
  ground.widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, ground.widget);

  const QColor colour = colourOf(verdict);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const bool marked = verdict != attribution::Verdict::Number;
  const int fullWidth = option.fontMetrics.horizontalAdvance(text) + 2 * kPadding + (marked ? kMark + kGap : 0);
  QRectF chip(0, 0, std::min(fullWidth, option.rect.width() - 4), kHeight);
  chip.moveCenter(QRectF(option.rect).center());
  if (option.displayAlignment & Qt::AlignLeft) chip.moveLeft(option.rect.left() + 4);
  QColor tint = colour;
  tint.setAlphaF(Theme::current().isDark() ? 0.20F : 0.12F);
  if (marked) {
    painter->setPen(Qt::NoPen);
    painter->setBrush(tint);
    painter->drawRoundedRect(chip, kHeight / 2.0, kHeight / 2.0);
    QPen pen(colour, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter->setPen(pen);
    painter->setBrush(Qt::NoBrush);
    drawMark(*painter, verdict, QRectF(chip.left() + kPadding, chip.center().y() - kMark / 2.0, kMark, kMark));
  }
  painter->setPen(colour);
  painter->drawText(chip.adjusted(marked ? kPadding + kMark + kGap : kPadding, 0, -kPadding + 2, 0),
                    Qt::AlignVCenter | Qt::AlignLeft, text);
  painter->restore();
}

QSize VerdictChip::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QSize size = QStyledItemDelegate::sizeHint(option, index);
  if (hasVerdict(index)) size = QSize(size.width() + 2 * kPadding + kMark + kGap, std::max(size.height(), kHeight + 3));
  return size;
}

}  // namespace maury::ui
