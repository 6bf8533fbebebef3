// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/AnnotationItem.h"

#include <QFontMetricsF>
#include <algorithm>

#include "ui/plot/EdgeHistogramsItem.h"
#include "ui/plot/RichText.h"

namespace maury::ui {

namespace {

constexpr double kLineSpacing = 16.0;
constexpr double kSmallSymbolWidth = 14.0;

bool isRight(Corner corner) {
  return corner == Corner::TopRight || corner == Corner::BottomRight;
}
bool isBottom(Corner corner) {
  return corner == Corner::BottomLeft || corner == Corner::BottomRight;
}

/// One of many panels.
bool isSmall(const QRectF& area) {
  return area.width() < 170;
}

/// One of many in a figure a page wide.
bool isTiny(const QRectF& area) {
  return area.width() < 95;
}

QFont noteFont(const QRectF& area) {
  return figureFont(isTiny(area) ? 10 : isSmall(area) ? 11 : 12);
}

/// From the frame, beyond the ticks (px).
double insetIn(const QRectF& area) {
  return isTiny(area) ? 6.0 : 8.0;
}

/// Curves that run below stay visible as a shadow, and do not strike the words through.
QColor paper(const Theme& theme, bool onShade) {
  QColor colour = onShade ? theme.shaded : theme.card;
  colour.setAlphaF(0.85F);
  return colour;
}

}  // namespace

void paintLegendSymbol(QPainter& painter, const LegendEntry& entry, double left, double y, const Theme& theme,
                       double width) {
  const QColor colour = entry.ink.in(theme);
  const QPointF a(left, y), b(left + width - 4, y);
  switch (entry.symbol) {
    case LegendEntry::Symbol::Line:
      painter.setPen(QPen(colour, 1.6, Qt::SolidLine, Qt::FlatCap));
      painter.drawLine(a, b);
      break;
    case LegendEntry::Symbol::DashedLine:
      painter.setPen(QPen(colour, 1.4, Qt::DashLine, Qt::FlatCap));
      painter.drawLine(a, b);
      break;
    case LegendEntry::Symbol::Dot:
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawEllipse((a + b) / 2, 3.5, 3.5);
      break;
    case LegendEntry::Symbol::Band:
      painter.fillRect(QRectF(a - QPointF(0, 4), b + QPointF(0, 4)), entry.ink.faded(0.3).in(theme));
      break;
  }
}

void ShadeItem::set(bool on, const QString& text) {
  m_on = on;
  m_text = text;
  update();
}

void ShadeItem::paintLayer(QPainter& painter) {
  if (!m_on) return;
  painter.fillRect(frame().area, theme().shaded);
  painter.setPen(theme().muted);
  rich::draw(painter, frame().area.center(), Qt::AlignHCenter | Qt::AlignVCenter, m_text, noteFont(frame().area));
}

void AnnotationItem::setNote(Corner corner, const QString& markup, bool onPaper) {
  m_notes[static_cast<std::size_t>(corner)] = {markup, onPaper};
  update();
}

void AnnotationItem::setLegend(std::vector<LegendEntry> entries, Corner corner) {
  m_legend = std::move(entries);
  m_legendCorner = corner;
  update();
}

void AnnotationItem::setInsideHistograms(bool on) {
  m_insideHistograms = on;
  update();
}

void AnnotationItem::setOnShade(bool on) {
  m_onShade = on;
  update();
}

QRectF AnnotationItem::room() const {
  const QSizeF depth = m_insideHistograms ? edgeHistogramDepth(frame().area) : QSizeF(0, 0);
  return frame().area.adjusted(0, depth.height(), -depth.width(), 0);
}

void AnnotationItem::clear() {
  m_notes = {};
  m_legend.clear();
  m_insideHistograms = m_onShade = false;
  update();
}

void AnnotationItem::paintLayer(QPainter& painter) {
  for (std::size_t i = 0; i < m_notes.size(); ++i)
    paintNote(painter, static_cast<Corner>(i), m_notes[i]);
  paintLegend(painter);
}

void AnnotationItem::paintNote(QPainter& painter, Corner corner, const Note& note) {
  const QRectF area = room();
  const QFont font = noteFont(frame().area);
  const double inset = insetIn(frame().area);
  QStringList lines = note.markup.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  if (isBottom(corner)) std::reverse(lines.begin(), lines.end());
  const double x = isRight(corner) ? area.right() - inset : area.left() + inset;
  double y = isBottom(corner) ? area.bottom() - inset - 4 : area.top() + inset + 5;
  for (const QString& line : lines) {
    if (note.onPaper) {
      const double width = rich::size(line, font).width() + 6;
      painter.fillRect(QRectF(isRight(corner) ? x + 3 - width : x - 3, y - kLineSpacing / 2, width, kLineSpacing),
                       paper(theme(), m_onShade));
    }
    painter.setPen(theme().text);
    rich::draw(painter, {x, y}, (isRight(corner) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, line, font);
    y += isBottom(corner) ? -kLineSpacing : kLineSpacing;
  }
}

void AnnotationItem::paintLegend(QPainter& painter) {
  if (m_legend.empty()) return;
  const QRectF area = room();
  const QFont font = noteFont(frame().area);
  const double inset = insetIn(frame().area);
  const double symbol = isSmall(frame().area) ? kSmallSymbolWidth : kLegendSymbolWidth;
  double width = 0.0;
  for (const LegendEntry& entry : m_legend)
    width = std::max(width, rich::size(entry.text, font).width());
  const double left = isRight(m_legendCorner) ? area.right() - inset - 2 - width - symbol : area.left() + inset + 2;
  const double height = kLineSpacing * static_cast<double>(m_legend.size());
  // Beyond the note of the same corner.
  const QString& note = m_notes[static_cast<std::size_t>(m_legendCorner)].markup;
  const double noted = note.isEmpty() ? 0.0 : kLineSpacing * static_cast<double>(note.count(QLatin1Char('\n')) + 1);
  double y = isBottom(m_legendCorner)
                 ? area.bottom() - inset - noted - height + kLineSpacing / 2 + (noted > 0.0 ? 4 : 0)
                 : area.top() + inset + noted + kLineSpacing / 2 - 2;
  painter.fillRect(QRectF(left - 3, y - kLineSpacing / 2, symbol + width + 6, height), paper(theme(), m_onShade));
  for (const LegendEntry& entry : m_legend) {
    paintLegendSymbol(painter, entry, left, y, theme(), symbol);
    painter.setPen(theme().text);
    rich::draw(painter, {left + symbol, y}, Qt::AlignLeft | Qt::AlignVCenter, entry.text, font);
    y += kLineSpacing;
  }
}

}  // namespace maury::ui
