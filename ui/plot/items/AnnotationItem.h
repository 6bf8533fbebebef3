// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"
#include "workbench/figure/Figure.h"

namespace maury::ui {

/// Shading behind a panel with few or no stars, with a text in the middle.
class ShadeItem : public LayerItem {
public:
  ShadeItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kShadeHeight, parent) {}
  /// Shades the area; nullopt removes the shading.
  void set(const std::optional<workbench::Shade>& shade);

protected:
  void paintLayer(QPainter& painter) override;

private:
  std::optional<workbench::Shade> m_shade;
};

constexpr double kLegendSymbolWidth = 22.0;  ///< px, including the gap before the text
/// Paints the symbol of a legend entry from `left` rightwards, vertically centred at `y`.
void paintLegendSymbol(QPainter& painter, const LegendEntry& entry, double left, double y, const Theme& theme,
                       double width = kLegendSymbolWidth);

/// Notes in the corners and the legend.
class AnnotationItem : public LayerItem {
public:
  AnnotationItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kTextHeight, parent) {}
  void setNote(Corner corner, const Note& note);
  void setLegend(workbench::PanelLegend legend);
  /// Sets whether texts keep clear of histograms along the top and right edges.
  void setHasEdgeHistograms(bool on);
  /// Sets whether the background of texts has the colour of the shading.
  void setShaded(bool on);
  void clear();
  /// Returns the size of a plot area, px, in which notes and legend do not overlap each other, if it is about `width`
  /// wide.
  QSizeF sizeNeeded(double width) const;
  /// Returns the rectangles of the notes' lines and of the legend, in scene pixels.
  std::vector<QRectF> textBoxes() const;

protected:
  void paintLayer(QPainter& painter) override;

private:
  QRectF freeArea() const;
  QRectF legendBox() const;
  void paintLegend(QPainter& painter);

  void paintNote(QPainter& painter, Corner corner, const Note& note);
  QRectF lineBox(Corner corner, int line, const QString& words) const;

  std::array<Note, 4> m_notes;
  workbench::PanelLegend m_legend;
  bool m_hasEdgeHistograms = false, m_isShaded = false;
};

}  // namespace maury::ui
