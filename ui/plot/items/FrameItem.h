// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <optional>

#include "ui/plot/items/LayerItem.h"

namespace maury::ui {

/// Labels that a panel draws outside its frame; FigureView sets them by the panel's position in the grid.
struct LabelPlan {
  bool below = true, left = true;  ///< sides with labels and title
  /// True if labels that would extend over the frame's corners into the neighbouring panel are left out.
  bool pruneX = false, pruneY = false;
  /// Space of the tick labels, equal along a row or column so that its titles line up; px.
  double belowSpace = 0.0, leftSpace = 0.0;
  bool operator==(const LabelPlan&) const = default;
};

struct LabelledTicks {
  Ticks ticks;
  QStringList texts;  ///< one per major
};

/// Returns as many round ticks as fit with their labels along `length` px. Remembers the latest results, per thread.
LabelledTicks ticksAlong(const Axis& axis, double length, bool horizontal);

inline constexpr double kLabelGap = 5.0;  ///< px between the frame and its labels
inline constexpr double kTitleGap = 5.0;  ///< px between the labels and the title
/// Returns the space that the labels of an axis need next to the frame, without the gap (px).
double labelSpace(const Axis& axis, double length, bool horizontal);
/// Returns the height of a line of figure text (px).
double lineHeight();

/// Frame, ticks, labels, titles, highlight and crosshair.
class FrameItem : public LayerItem {
public:
  FrameItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kFrameHeight, parent) {}

  void setPlan(const LabelPlan& plan);
  const LabelPlan& plan() const { return m_plan; }
  void setHighlighted(bool on);
  void setCrosshair(const std::optional<QPointF>& value);
  QRectF boundingRect() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
  void paintLayer(QPainter& painter) override;

private:
  void paintTicks(QPainter& painter, const LabelledTicks& x, const LabelledTicks& y);
  void paintLabels(QPainter& painter, const LabelledTicks& x, const LabelledTicks& y);
  void paintTitles(QPainter& painter);

  LabelPlan m_plan;
  bool m_highlighted = false;
  std::optional<QPointF> m_crosshair;
};

}  // namespace maury::ui
