// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/items/MarginItems.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/plot/ColourMap.h"
#include "ui/plot/items/AnnotationItem.h"
#include "ui/plot/items/FrameItem.h"
#include "ui/plot/items/drawing/RichText.h"

namespace maury::ui {

namespace {

constexpr double kHeadingGap = 4.0, kHeadingSpacing = 14.0;
constexpr double kLegendGap = 16.0;       ///< px between the entries of a legend
constexpr double kMaxEntryWidth = 460.0;  ///< px; longer texts are elided

bool fits(const QStringList& headings, const QFont& font, double width) {
  return std::all_of(headings.begin(), headings.end(),
                     [&](const QString& heading) { return rich::size(heading, font).width() <= width; });
}

/// Returns the figure's font, reduced to as little as 8 px if the widest heading needs it.
QFont fitFont(const QStringList& headings, double width) {
  int pixels = 12;
  while (pixels > 8 && !fits(headings, figureFont(pixels), width))
    --pixels;
  return figureFont(pixels);
}

/// Headings as drawn along one side of a grid.
struct DrawnHeadings {
  QStringList texts;
  QString quantity;  ///< quantity of short headings; otherwise empty
  QFont font;
};

/// Chooses the headings that fit into `width` px each.
DrawnHeadings chooseHeadings(const QStringList& headings, const workbench::ShortHeadings& shorter, double width) {
  constexpr int kSmallestPixels = 11;  // of long headings, if there are short ones
  if (shorter.texts.empty() || fits(headings, figureFont(kSmallestPixels), width))
    return {headings, {}, fitFont(headings, width)};
  QStringList texts;
  for (const std::string& text : shorter.texts)
    texts << QString::fromStdString(text);
  return {texts, QString::fromStdString(shorter.quantity), fitFont(texts, width)};
}

}  // namespace

QMarginsF FigureTextItem::margins() const {
  const double line = lineHeight();
  const double headings = columnHeadings.isEmpty() ? 0.0 : line + kHeadingGap;
  return {yTitle.isEmpty() ? 0.0 : line + kTitleGap, headings + (legend.empty() ? 0.0 : line + kHeadingGap),
          rowHeadings.isEmpty() ? 0.0 : line + kHeadingGap, xTitle.isEmpty() ? 0.0 : line + kTitleGap};
}

void FigureTextItem::place(std::vector<QRectF> areas, int rows, int columns, double left, double below,
                           const QRectF& bounds) {
  if (areas == m_areas && rows == m_rows && columns == m_columns && left == m_left && below == m_below &&
      bounds == m_bounds)
    return;
  prepareGeometryChange();
  m_areas = std::move(areas);
  m_rows = rows;
  m_columns = columns;
  m_left = left;
  m_below = below;
  m_bounds = bounds;
  update();
}

void FigureTextItem::setTheme(const Theme& theme) {
  m_theme = theme;
  update();
}

void FigureTextItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  if (m_areas.empty()) return;
  painter->save();
  painter->setPen(m_theme.text);
  const QFont font = figureFont();
  paintHeadings(*painter);
  const QRectF grid = m_areas.front().united(m_areas.back());
  paintLegend(*painter, grid);
  if (!xTitle.isEmpty())
    rich::draw(*painter, {grid.center().x(), grid.bottom() + m_below + kTitleGap - 3}, Qt::AlignHCenter | Qt::AlignTop,
               xTitle, font);
  if (!yTitle.isEmpty())
    rich::drawRotated(*painter, {grid.left() - m_left - kTitleGap, grid.center().y()}, -90,
                      Qt::AlignHCenter | Qt::AlignBottom, yTitle, font);
  painter->restore();
}

void FigureTextItem::paintHeadings(QPainter& painter) const {
  const QRectF grid = m_areas.front().united(m_areas.back());
  const double pitch = m_columns > 1 ? m_areas[1].left() - m_areas[0].left() : m_bounds.width();
  const DrawnHeadings columns = chooseHeadings(columnHeadings, shortColumnHeadings, pitch - kHeadingSpacing);
  for (int c = 0; c < std::min<int>(m_columns, static_cast<int>(columns.texts.size())); ++c) {
    const QRectF& area = m_areas[static_cast<std::size_t>(c)];
    rich::draw(painter, {area.center().x(), area.top() - kHeadingGap}, Qt::AlignHCenter | Qt::AlignBottom,
               columns.texts[c], columns.font);
  }
  rich::draw(painter, {grid.left() - kHeadingGap, grid.top() - kHeadingGap}, Qt::AlignRight | Qt::AlignBottom,
             columns.quantity, columns.font);
  const double rowPitch =
      m_rows > 1 ? m_areas[static_cast<std::size_t>(m_columns)].top() - m_areas[0].top() : m_bounds.height();
  const DrawnHeadings rows = chooseHeadings(rowHeadings, shortRowHeadings, rowPitch - kHeadingSpacing);
  for (int r = 0; r < std::min<int>(m_rows, static_cast<int>(rows.texts.size())); ++r) {
    const QRectF& area = m_areas[static_cast<std::size_t>(r * m_columns + m_columns - 1)];
    rich::drawRotated(painter, {area.right() + kHeadingGap + 1, area.center().y()}, 90,
                      Qt::AlignHCenter | Qt::AlignBottom, rows.texts[r], rows.font);
  }
  const double right =
      std::min(grid.right() + kHeadingGap + rich::size(rows.quantity, rows.font).width(), m_bounds.right() - 2.0);
  rich::draw(painter, {right, grid.top() - kHeadingGap}, Qt::AlignRight | Qt::AlignBottom, rows.quantity, rows.font);
}

/// Paints one line above the headings, starting at the grid's left edge. Entries that do not fit are left out.
void FigureTextItem::paintLegend(QPainter& painter, const QRectF& grid) const {
  const QFont font = figureFont();
  const QFontMetricsF metrics(font);
  const double line = lineHeight();
  const double y = grid.top() - (columnHeadings.isEmpty() ? 0.0 : line + kHeadingGap) - kHeadingGap - line / 2;
  double x = grid.left();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(font);
  for (const LegendEntry& entry : legend) {
    const QString text = metrics.elidedText(QString::fromStdString(entry.text), Qt::ElideMiddle, kMaxEntryWidth);
    const double width = kLegendSymbolWidth + metrics.horizontalAdvance(text);
    if (x + width > m_bounds.right()) break;
    paintLegendSymbol(painter, entry, x, y, m_theme);
    painter.setPen(m_theme.text);
    // The texts are names from users and files, not markup.
    painter.drawText(QPointF(x + kLegendSymbolWidth, y + rich::capHeight(font) / 2), text);
    x += width + kLegendGap;
  }
}

void ColourBarItem::setContent(const ColourBar& content) {
  prepareGeometryChange();  // the bounding rectangle depends on the labels
  m_content = content;
  update();
}

Axis ColourBarItem::axis() const {
  const ColourScale& scale = m_content.scale;
  if (scale.scaling == Scaling::Signed) {
    const double limit = std::max(std::abs(scale.low), std::abs(scale.high));
    return {{}, -limit, limit, false, false, true};
  }
  return {{}, scale.low, scale.high, scale.scaling == Scaling::Log, false, true};
}

double ColourBarItem::totalWidth(double height) const {
  return kGap + kWidth + kLabelGap + labelSpace(axis(), height, false) +
         (m_content.title.empty() ? 0.0 : kTitleGap + lineHeight());
}

void ColourBarItem::place(const QRectF& bar) {
  if (bar == m_bar) return;
  prepareGeometryChange();
  m_bar = bar;
  update();
}

void ColourBarItem::setTheme(const Theme& theme) {
  m_theme = theme;
  update();
}

QRectF ColourBarItem::boundingRect() const {
  return m_bar.adjusted(-2, -12, totalWidth(m_bar.height()), 12);
}

void ColourBarItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  if (m_bar.isEmpty()) return;
  painter->save();
  const ColourMap map(m_content.scale.map, m_theme.isDark());
  QLinearGradient gradient(m_bar.bottomLeft(), m_bar.topLeft());
  for (int i = 0; i <= 64; ++i)
    gradient.setColorAt(i / 64.0, QColor(map.at(i / 64.0)));
  painter->fillRect(m_bar, gradient);
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(QPen(m_theme.text, 1.0, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter->setBrush(Qt::NoBrush);
  painter->drawRect(m_bar.adjusted(-0.5, -0.5, 0.5, 0.5));
  const Axis scaleAxis = axis();
  const LabelledTicks ticks = ticksAlong(scaleAxis, m_bar.height(), false);
  const auto pixel = [&](double value) { return m_bar.bottom() - m_content.scale.place(value) * m_bar.height(); };
  const auto tick = [&](double value, double length) {
    const double y = std::floor(pixel(value)) + 0.5;
    if (y > m_bar.top() && y < m_bar.bottom())
      painter->drawLine(QPointF(m_bar.right(), y), QPointF(m_bar.right() - length, y));
  };
  for (const double value : ticks.ticks.minors)
    tick(value, 2.0);
  for (const double value : ticks.ticks.majors)
    tick(value, 4.0);
  double last = m_bar.bottom() + 100;
  for (qsizetype i = 0; i < ticks.texts.size(); ++i) {
    // A square-root scale crowds its upper labels; those too close to the last one are left out.
    const double y = pixel(ticks.ticks.majors[static_cast<std::size_t>(i)]);
    if (last - y < 14.0) continue;
    rich::draw(*painter, {m_bar.right() + kLabelGap, y}, Qt::AlignLeft | Qt::AlignVCenter, ticks.texts[i],
               figureFont());
    last = y;
  }
  const double titleX = m_bar.right() + kLabelGap + labelSpace(scaleAxis, m_bar.height(), false) + kTitleGap;
  rich::drawRotated(*painter, {titleX, m_bar.center().y()}, -90, Qt::AlignHCenter | Qt::AlignTop,
                    QString::fromStdString(m_content.title), figureFont());
  painter->restore();
}

}  // namespace maury::ui
