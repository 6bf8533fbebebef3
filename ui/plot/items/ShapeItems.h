// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"
#include "ui/plot/items/LineLabels.h"

namespace maury::ui {

class AnnotationItem;

/// Contour lines as paths, with words in gaps of them.
class ContourItem : public LayerItem {
public:
  ContourItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kContourHeight, parent) {}
  /// Labels keep off the words of `annotations`, which outlives this.
  void set(Contours contours, const AnnotationItem& annotations);

protected:
  bool keepsPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;
  QImage pixelsOf(const QSize& size) override;

private:
  /// A level in scene pixels, cut at the frame and below its label.
  struct Drawn {
    std::vector<QPolygonF> lines;
    std::optional<LineLabel> label;
  };
  std::vector<QPolygonF> partsOf(const ContourLevel& level) const;
  std::vector<Drawn> drawn() const;
  void paintLabels(QPainter& painter, const std::vector<Drawn>& levels) const;

  std::vector<ContourLevel> m_levels;
  const AnnotationItem* m_annotations = nullptr;
};

/// Dots, with vertical error bars where `error` is given.
class PointsItem : public LayerItem {
public:
  PointsItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kPointsHeight, parent) {}
  void set(ErrorBars points);

protected:
  bool keepsPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;

private:
  ErrorBars m_points;
};

/// A straight dashed line across the area: at one x, at one y, or y = x.
class ReferenceItem : public LayerItem {
public:
  enum class Kind { Vertical, Horizontal, Diagonal };
  ReferenceItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kReferenceHeight, parent) {}
  void set(const VerticalMark& mark);
  void set(const HorizontalMark& mark);
  void setDiagonal(const Ink& ink);
  Kind kind() const { return m_kind; }
  bool isMovable() const { return m_isMovable; }
  double value() const { return m_value; }

protected:
  void paintLayer(QPainter& painter) override;

private:
  void set(Kind kind, double value, const std::string& text, const Ink& ink, bool isMovable);
  void paintDiagonal(QPainter& painter);

  Kind m_kind = Kind::Vertical;
  double m_value = 0.0;
  QString m_text;
  Ink m_ink;
  bool m_isMovable = false;
};

/// Translucent rectangle with an outline, or span without one; infinite sides reach the frame.
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
