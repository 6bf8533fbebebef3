// SPDX-License-Identifier: GPL-3.0-or-later
// What stands around a grid of panels: headings, common titles, the colour bar.
#pragma once

#include <QGraphicsItem>
#include <QStringList>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"
#include "workbench/figure/Figure.h"

namespace maury::ui {

using workbench::ColourBar;

/// Column headings above and a legend above them, row headings at the right (read downwards), titles common to all
/// panels.
class FigureTextItem : public QGraphicsItem {
public:
  QStringList columnHeadings, rowHeadings;
  QString xTitle, yTitle;
  std::vector<LegendEntry> legend;

  /// Room these need at each side, px.
  QMarginsF room() const;
  /// Where the panels lie: rows × columns plot areas; the titles stand `below` and `left` of the grid.
  void place(std::vector<QRectF> areas, int rows, int columns, double left, double below, const QRectF& bounds);
  void setTheme(const Theme& theme);
  QRectF boundingRect() const override { return m_bounds; }
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
  void paintLegend(QPainter& painter, const QRectF& grid) const;

  std::vector<QRectF> m_areas;
  int m_rows = 0, m_columns = 0;
  double m_left = 0, m_below = 0;
  QRectF m_bounds;
  Theme m_theme = Theme::light();
};

/// A slim bar of a colour scale with ticks at its right.
class ColourBarItem : public QGraphicsItem {
public:
  explicit ColourBarItem(const ColourBar& content) : m_content(content) {}
  const ColourBar& content() const { return m_content; }
  void setContent(const ColourBar& content);
  /// Width of bar, labels and title for a bar of this height, px.
  double room(double height) const;
  /// `bar` is the slim rectangle itself.
  void place(const QRectF& bar);
  void setTheme(const Theme& theme);
  QRectF boundingRect() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

  static constexpr double kWidth = 12.0;  ///< of the bar, px
  static constexpr double kGap = 16.0;    ///< between the grid and the bar, px

private:
  Axis axis() const;

  ColourBar m_content;
  QRectF m_bar;
  Theme m_theme = Theme::light();
};

}  // namespace maury::ui
