// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ui/plot/Layers.h"
#include "ui/plot/items/LayerItem.h"
#include "ui/plot/items/LineLabels.h"

namespace maury::ui {

class AnnotationItem;

/// Contour lines as paths, with words in gaps of them; see PlotPanel::setContours().
class ContourItem : public LayerItem {
public:
  ContourItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kContourHeight, parent) {}
  /// Labels keep off the words of `annotations`, which outlives this.
  void set(std::vector<ContourLevel> levels, const AnnotationItem& annotations);

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

/// Dots, with vertical error bars where given; see PlotPanel::setPoints().
class PointsItem : public LayerItem {
public:
  PointsItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kPointsHeight, parent) {}
  void set(std::vector<double> x, std::vector<double> y, std::vector<double> error, const Ink& ink, double radius);

protected:
  bool keepsPixels() const override { return true; }
  void paintLayer(QPainter& painter) override;

private:
  std::vector<double> m_x, m_y, m_error;
  Ink m_ink;
  double m_radius = 1.5;
};

/// A straight dashed line across the area: at one x, at one y, or y = x.
class ReferenceItem : public LayerItem {
public:
  enum class Kind { Vertical, Horizontal, Diagonal };
  ReferenceItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kReferenceHeight, parent) {}
  void set(Kind kind, double value, const QString& text, const Ink& ink);
  Kind kind() const { return m_kind; }
  double value() const { return m_value; }

protected:
  void paintLayer(QPainter& painter) override;

private:
  void paintDiagonal(QPainter& painter);

  Kind m_kind = Kind::Vertical;
  double m_value = 0.0;
  QString m_text;
  Ink m_ink;
};

/// A translucent rectangle in data coordinates; infinite sides reach the frame.
class BoxItem : public LayerItem {
public:
  BoxItem(const PlotFrame& frame, QGraphicsItem* parent) : LayerItem(frame, kBoxHeight, parent) {}
  void set(double xLow, double xHigh, double yLow, double yHigh, const Ink& ink, double opacity, bool outlined);

protected:
  void paintLayer(QPainter& painter) override;

private:
  double m_xLow = 0, m_xHigh = 0, m_yLow = 0, m_yHigh = 0;
  Ink m_ink;
  double m_opacity = 0.15;
  bool m_outlined = true;
};

}  // namespace maury::ui
