// SPDX-License-Identifier: GPL-3.0-or-later
// Items around a grid of panels: headings, legend, common titles and the colour bar.
#pragma once

#include <QGraphicsItem>
#include <QStringList>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"
#include "workbench/figure/Figure.h"

namespace maury::ui {

using workbench::ColourBar;

/// Text around a grid of panels: column headings above and a legend above them, row headings on the right (read
/// downwards), and titles common to all panels.
class FigureTextItem : public QGraphicsItem {
public:
  QStringList columnHeadings, rowHeadings;
  workbench::ShortHeadings shortColumnHeadings, shortRowHeadings;  ///< used where the others do not fit
  QString xTitle, yTitle;
  std::vector<LegendEntry> legend;

  /// Returns the space that the text needs on each side, px.
  QMarginsF margins() const;
  /// Sets the plot areas of the panels (rows × columns, row-major). The common titles are drawn `left` px to the left
  /// of the grid and `below` px below it, beyond the labels of the panels.
  void place(std::vector<QRectF> areas, int rows, int columns, double left, double below, const QRectF& bounds);
  void setTheme(const Theme& theme);
  QRectF boundingRect() const override { return m_bounds; }
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
  void paintHeadings(QPainter& painter) const;
  void paintLegend(QPainter& painter, const QRectF& grid) const;

  std::vector<QRectF> m_areas;
  int m_rows = 0, m_columns = 0;
  double m_left = 0, m_below = 0;
  QRectF m_bounds;
  Theme m_theme = Theme::light();
};

/// Slim bar of a colour scale with ticks and labels on its right.
class ColourBarItem : public QGraphicsItem {
public:
  explicit ColourBarItem(const ColourBar& content) : m_content(content) {}
  const ColourBar& content() const { return m_content; }
  void setContent(const ColourBar& content);
  /// Returns the total width of gap, bar, labels and title for a bar of this height, px.
  double totalWidth(double height) const;
  /// Sets the rectangle of the bar itself, without labels and title.
  void place(const QRectF& bar);
  void setTheme(const Theme& theme);
  QRectF boundingRect() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

  static constexpr double kWidth = 12.0;  ///< width of the bar, px
  static constexpr double kGap = 16.0;    ///< distance between the grid and the bar, px

private:
  Axis axis() const;

  ColourBar m_content;
  QRectF m_bar;
  Theme m_theme = Theme::light();
};

}  // namespace maury::ui
