// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/AnnotationItem.h"

#include <QFontMetricsF>
#include <algorithm>

#include "ui/plot/items/EdgeHistogramsItem.h"
#include "ui/plot/items/drawing/RichText.h"

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

/// Returns true for narrow panels, as in a large grid.
bool isSmall(const QRectF& area) {
  return area.width() < 170;
}

/// Returns true for very narrow panels, as in a large grid of page width.
bool isTiny(const QRectF& area) {
  return area.width() < 95;
}

/// Returns true for panels that are hardly wider than a note, as in a large grid of one column.
bool isMinute(const QRectF& area) {
  return area.width() < 60;
}

QFont noteFont(const QRectF& area) {
  return figureFont(isMinute(area) ? 11 : isTiny(area) ? 10 : isSmall(area) ? 11 : 12);
}

/// Returns the distance of texts from the frame (px). It leaves space for the ticks, except in minute panels, whose
/// texts must not be smaller on paper.
double insetOf(const QRectF& area) {
  return isMinute(area) ? 3.0 : isTiny(area) ? 6.0 : 8.0;
}

/// Returns the background of texts. Curves below it stay faintly visible but do not strike through the words.
QColor textBackground(const Theme& theme, bool isShaded) {
  QColor colour = isShaded ? theme.shaded : theme.card;
  colour.setAlphaF(0.85F);
  return colour;
}

/// Returns the lines of a note, starting with the one nearest to the top or bottom edge.
QStringList linesFromEdge(const std::string& markup, Corner corner) {
  QStringList lines = QString::fromStdString(markup).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  if (isBottom(corner)) std::reverse(lines.begin(), lines.end());
  return lines;
}

}  // namespace

void paintLegendSymbol(QPainter& painter, const LegendEntry& entry, double left, double y, const Theme& theme,
                       double width) {
  const QColor colour = theme.colour(entry.ink);
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
      painter.fillRect(QRectF(a - QPointF(0, 4), b + QPointF(0, 4)), theme.colour(entry.ink.withOpacityFactor(0.3)));
      break;
  }
}

void ShadeItem::set(const std::optional<workbench::Shade>& shade) {
  m_shade = shade;
  update();
}

void ShadeItem::paintLayer(QPainter& painter) {
  if (!m_shade) return;
  painter.fillRect(frame().area, theme().shaded);
  painter.setPen(theme().muted);
  rich::draw(painter, frame().area.center(), Qt::AlignHCenter | Qt::AlignVCenter, QString::fromStdString(m_shade->text),
             noteFont(frame().area));
}

void AnnotationItem::setNote(Corner corner, const Note& note) {
  m_notes[static_cast<std::size_t>(corner)] = note;
  update();
}

void AnnotationItem::setLegend(workbench::PanelLegend legend) {
  m_legend = std::move(legend);
  update();
}

void AnnotationItem::setHasEdgeHistograms(bool on) {
  m_hasEdgeHistograms = on;
  update();
}

void AnnotationItem::setShaded(bool on) {
  m_isShaded = on;
  update();
}

QRectF AnnotationItem::freeArea() const {
  const QSizeF depth = m_hasEdgeHistograms ? edgeHistogramDepth(frame().area) : QSizeF(0, 0);
  return frame().area.adjusted(0, depth.height(), -depth.width(), 0);
}

void AnnotationItem::clear() {
  m_notes = {};
  m_legend = {};
  m_hasEdgeHistograms = m_isShaded = false;
  update();
}

void AnnotationItem::paintLayer(QPainter& painter) {
  for (std::size_t i = 0; i < m_notes.size(); ++i)
    paintNote(painter, static_cast<Corner>(i), m_notes[i]);
  paintLegend(painter);
}

/// Returns the rectangle of a note's line; `line` counts from the top or bottom edge.
QRectF AnnotationItem::lineBox(Corner corner, int line, const QString& words) const {
  const QRectF area = freeArea();
  const double inset = insetOf(frame().area), width = rich::size(words, noteFont(frame().area)).width() + 6;
  const double x = isRight(corner) ? area.right() - inset + 3 - width : area.left() + inset - 3;
  const double y =
      isBottom(corner) ? area.bottom() - inset - 4 - line * kLineSpacing : area.top() + inset + 5 + line * kLineSpacing;
  return {x, y - kLineSpacing / 2, width, kLineSpacing};
}

void AnnotationItem::paintNote(QPainter& painter, Corner corner, const Note& note) {
  const QFont font = noteFont(frame().area);
  const QStringList lines = linesFromEdge(note.markup, corner);
  for (int i = 0; i < lines.size(); ++i) {
    const QRectF box = lineBox(corner, i, lines[i]);
    if (note.hasBackground) painter.fillRect(box, textBackground(theme(), m_isShaded));
    painter.setPen(theme().text);
    rich::draw(painter, {isRight(corner) ? box.right() - 3 : box.left() + 3, box.center().y()},
               (isRight(corner) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, lines[i], font);
  }
}

QRectF AnnotationItem::legendBox() const {
  const QRectF area = freeArea();
  const QFont font = noteFont(frame().area);
  const double inset = insetOf(frame().area);
  const double symbol = isSmall(frame().area) ? kSmallSymbolWidth : kLegendSymbolWidth;
  double width = 0.0;
  for (const LegendEntry& entry : m_legend.entries)
    width = std::max(width, rich::size(QString::fromStdString(entry.text), font).width());
  const double left = isRight(m_legend.corner) ? area.right() - inset - 2 - width - symbol : area.left() + inset + 2;
  const double height = kLineSpacing * static_cast<double>(m_legend.entries.size());
  // The legend keeps clear of the note in the same corner.
  const std::string& note = m_notes[static_cast<std::size_t>(m_legend.corner)].markup;
  const double noteHeight =
      note.empty() ? 0.0 : kLineSpacing * static_cast<double>(std::count(note.begin(), note.end(), '\n') + 1);
  const double top = isBottom(m_legend.corner)
                         ? area.bottom() - inset - noteHeight - height + (noteHeight > 0.0 ? 4 : 0)
                         : area.top() + inset + noteHeight - 2;
  return {left - 3, top, symbol + width + 6, height};
}

void AnnotationItem::paintLegend(QPainter& painter) {
  if (m_legend.entries.empty()) return;
  const QRectF box = legendBox();
  const double symbol = isSmall(frame().area) ? kSmallSymbolWidth : kLegendSymbolWidth;
  double y = box.top() + kLineSpacing / 2;
  painter.fillRect(box, textBackground(theme(), m_isShaded));
  for (const LegendEntry& entry : m_legend.entries) {
    paintLegendSymbol(painter, entry, box.left() + 3, y, theme(), symbol);
    painter.setPen(theme().text);
    rich::draw(painter, {box.left() + 3 + symbol, y}, Qt::AlignLeft | Qt::AlignVCenter,
               QString::fromStdString(entry.text), noteFont(frame().area));
    y += kLineSpacing;
  }
}

QSizeF AnnotationItem::sizeNeeded(double width) const {
  const QRectF area(0, 0, width, width);
  const QFont font = noteFont(area);
  const double inset = insetOf(area), symbol = isSmall(area) ? kSmallSymbolWidth : kLegendSymbolWidth;
  std::array<double, 4> widths{}, heights{};  // by corner
  for (std::size_t corner = 0; corner < m_notes.size(); ++corner) {
    for (const QString& line : linesFromEdge(m_notes[corner].markup, static_cast<Corner>(corner))) {
      widths[corner] = std::max(widths[corner], rich::size(line, font).width());
      heights[corner] += kLineSpacing;
    }
  }
  const auto legendCorner = static_cast<std::size_t>(m_legend.corner);
  for (const LegendEntry& entry : m_legend.entries) {
    widths[legendCorner] =
        std::max(widths[legendCorner], symbol + rich::size(QString::fromStdString(entry.text), font).width());
    heights[legendCorner] += kLineSpacing;
  }
  const auto of = [](const std::array<double, 4>& values, Corner corner) {
    return values[static_cast<std::size_t>(corner)];
  };
  const double top = std::max(of(heights, Corner::TopLeft), of(heights, Corner::TopRight)),
               bottom = std::max(of(heights, Corner::BottomLeft), of(heights, Corner::BottomRight)),
               across = std::max(of(widths, Corner::TopLeft) + of(widths, Corner::TopRight),
                                 of(widths, Corner::BottomLeft) + of(widths, Corner::BottomRight));
  if (top + bottom == 0.0) return {0.0, 0.0};
  return {across + 2 * inset, top + bottom + 2 * inset};
}

std::vector<QRectF> AnnotationItem::textBoxes() const {
  std::vector<QRectF> boxes;
  for (std::size_t corner = 0; corner < m_notes.size(); ++corner) {
    const QStringList lines = linesFromEdge(m_notes[corner].markup, static_cast<Corner>(corner));
    for (int i = 0; i < lines.size(); ++i)
      boxes.push_back(lineBox(static_cast<Corner>(corner), i, lines[i]));
  }
  if (!m_legend.entries.empty()) boxes.push_back(legendBox());
  return boxes;
}

}  // namespace maury::ui
