// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"
#include "workbench/figure/Figure.h"

namespace maury::ui {

/// The shade behind a panel with few or no stars, and its words in the middle.
class ShadeItem : public LayerItem {
public:
  ShadeItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kShadeHeight, parent) {}
  /// Shades the area; nullopt leaves it as it is.
  void set(const std::optional<workbench::Shade>& shade);

protected:
  void paintLayer(QPainter& painter) override;

private:
  std::optional<workbench::Shade> m_shade;
};

constexpr double kLegendSymbolWidth = 22.0;  ///< px, with the gap to its words
/// The symbol of a legend's line from `left` on, its middle at `y`.
void paintLegendSymbol(QPainter& painter, const LegendEntry& entry, double left, double y, const Theme& theme,
                       double width = kLegendSymbolWidth);

/// Notes in the corners and the legend.
class AnnotationItem : public LayerItem {
public:
  AnnotationItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kTextHeight, parent) {}
  void setNote(Corner corner, const Note& note);
  void setLegend(workbench::PanelLegend legend);
  /// Keeps off the top and the right edge, where histograms are.
  void setInsideHistograms(bool on);
  /// The area is shaded, and so is the paper below words.
  void setOnShade(bool on);
  void clear();
  /// Where notes and legend are, in scene pixels.
  std::vector<QRectF> words() const;

protected:
  void paintLayer(QPainter& painter) override;

private:
  QRectF room() const;
  QRectF legendBox() const;
  void paintLegend(QPainter& painter);

  void paintNote(QPainter& painter, Corner corner, const Note& note);
  QRectF lineBox(Corner corner, int line, const QString& words) const;

  std::array<Note, 4> m_notes;
  workbench::PanelLegend m_legend;
  bool m_insideHistograms = false, m_onShade = false;
};

}  // namespace maury::ui
