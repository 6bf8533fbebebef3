// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <optional>

#include "ui/plot/items/LayerItem.h"

namespace maury::ui {

/// What a panel writes outside its frame; FigureView decides it from the panel's place in the grid.
struct LabelPlan {
  bool below = true, left = true;
  /// Leave out labels that would reach over the frame's corners into the neighbour.
  bool pruneX = false, pruneY = false;
  /// Room of the tick labels, so that the titles of a row or column line up; px.
  double belowRoom = 0.0, leftRoom = 0.0;
  bool operator==(const LabelPlan&) const = default;
};

struct LabelledTicks {
  Ticks ticks;
  QStringList texts;  ///< of the majors
};

/// As many round ticks as have room along `length` px for their labels.
LabelledTicks ticksAlong(const Axis& axis, double length, bool horizontal);

/// px between the frame and its labels, and between labels and title.
inline constexpr double kLabelGap = 5.0;
inline constexpr double kTitleGap = 5.0;
/// Room that the labels of an axis need beside the frame, without the gap.
double labelRoom(const Axis& axis, double length, bool horizontal);
/// Height of one line of figure text.
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
