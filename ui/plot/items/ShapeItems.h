// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"
#include "ui/plot/items/LineLabels.h"

namespace maury::ui {

class AnnotationItem;

/// Contour lines as paths, with labels in gaps of the lines.
class ContourItem : public LayerItem {
public:
  ContourItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kContourHeight, parent) {}
  /// Sets the contours. Their labels keep clear of the texts of `annotations`, which must outlive this item.
  void set(Contours contours, const AnnotationItem& annotations);

protected:
  bool cachesPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;
  QImage renderImage(const QSize& size) override;

private:
  /// Level in scene pixels, cut at the frame and with a gap for its label.
  struct DrawnLevel {
    std::vector<QPolygonF> lines;
    std::optional<LineLabel> label;
  };
  std::vector<QPolygonF> partsOf(const ContourLevel& level) const;
  std::vector<DrawnLevel> levelsToDraw() const;
  void paintLabels(QPainter& painter, const std::vector<DrawnLevel>& levels) const;

  std::vector<ContourLevel> m_levels;
  const AnnotationItem* m_annotations = nullptr;
};

/// Points, with vertical error bars where `error` has values.
class PointsItem : public LayerItem {
public:
  PointsItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kPointsHeight, parent) {}
  void set(ErrorBars points);

protected:
  bool cachesPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;

private:
  ErrorBars m_points;
};

/// Line across the area: dashed at one x or at one y, or solid along y = x.
class ReferenceItem : public LayerItem {
public:
  enum class Kind { Vertical, Horizontal, Diagonal };
  ReferenceItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kReferenceHeight, parent) {}
  void set(const VerticalMark& mark);
  void set(const HorizontalMark& mark);
  void setDiagonal(const Ink& ink);
  Kind kind() const { return m_kind; }
  /// Returns the bin edge that the user can drag; nullopt if the mark cannot be dragged.
  const std::optional<workbench::PlaneEdge>& movableEdge() const { return m_movableEdge; }
  double value() const { return m_value; }

protected:
  void paintLayer(QPainter& painter) override;

private:
  void set(Kind kind, double value, const std::string& text, const Ink& ink,
           const std::optional<workbench::PlaneEdge>& movableEdge);
  void paintDiagonal(QPainter& painter);

  Kind m_kind = Kind::Vertical;
  double m_value = 0.0;
  QString m_text;
  Ink m_ink;
  std::optional<workbench::PlaneEdge> m_movableEdge;
};

/// Translucent rectangle with an outline, or span without one. Infinite sides extend to the frame.
class BoxItem : public LayerItem {
public:
  BoxItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kBoxHeight, parent) {}
  void set(const Box& box);
  void set(const Span& span);

protected:
  void paintLayer(QPainter& painter) override;

private:
  void set(const Box& box, bool outlined);

  Box m_box;
  bool m_outlined = true;
};

}  // namespace maury::ui
