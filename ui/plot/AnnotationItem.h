// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include "ui/plot/LayerItem.h"
#include "ui/plot/Layers.h"

namespace maury::ui {

/// The shade behind a panel with few or no stars, and its words in the middle.
class ShadeItem : public LayerItem {
public:
  ShadeItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kShadeHeight, parent) {}
  void set(bool on, const QString& text);

protected:
  void paintLayer(QPainter& painter) override;

private:
  bool m_on = false;
  QString m_text;
};

/// Notes in the corners and the legend.
class AnnotationItem : public LayerItem {
public:
  AnnotationItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kTextHeight, parent) {}
  void setNote(Corner corner, const QString& markup);
  void setLegend(std::vector<LegendEntry> entries, Corner corner);
  void clear();

protected:
  void paintLayer(QPainter& painter) override;

private:
  void paintLegend(QPainter& painter);

  std::array<QString, 4> m_notes;
  std::vector<LegendEntry> m_legend;
  Corner m_legendCorner = Corner::TopRight;
};

}  // namespace maury::ui
