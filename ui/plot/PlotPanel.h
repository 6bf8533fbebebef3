// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsObject>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "ui/plot/Axis.h"
#include "ui/plot/Layers.h"
#include "ui/plot/PanelLayer.h"
#include "ui/plot/PlotFrame.h"
#include "ui/plot/items/FrameItem.h"
#include "ui/plot/series/PanelChart.h"
#include "workbench/figure/Figure.h"

namespace maury::ui {

class AnnotationItem;
class DensityItem;
class LineMarksItem;
class ReferenceItem;
class ShadeItem;

/// One plot area as the journals draw it: closed frame, ticks inward on all sides. A chart inside holds the ranges,
/// maps coordinates and draws curves, areas, bars and points up to some thousand (SeriesLayers.h); density, contours,
/// longer curves, spectral lines, marks, frame and texts are layers of our own below and above it, each known by a key
/// and replaced in place. Lives in a FigureView, which places it; GUI thread only. Layers stack in the order density,
/// spans, large bands, spectral lines, contours, the chart's areas, lines and points, large curves, marks, large sets
/// of points, boxes, frame, notes.
class PlotPanel : public QGraphicsObject {
  Q_OBJECT
public:
  explicit PlotPanel(QGraphicsItem* parent = nullptr);
  ~PlotPanel() override;
  QRectF boundingRect() const override { return {}; }  ///< its children paint
  void paint(QPainter*, const QStyleOptionGraphicsItem*, QWidget*) override {}

  /// Sets titles, scale kind and the home range. The home range is shown, unless the user had zoomed to a range that
  /// lies within it: that stays, so live figures do not jump (resetZoom() of the view returns home).
  void setAxes(const Axis& x, const Axis& y);
  const Axis& xAxis() const { return m_frame.x; }
  const Axis& yAxis() const { return m_frame.y; }
  const Axis& homeX() const { return m_homeX; }
  const Axis& homeY() const { return m_homeY; }
  /// What is shown, without touching home. A range that is empty, reversed, not finite or (log) not positive is
  /// ignored.
  void setRange(double xLow, double xHigh, double yLow, double yHigh);
  void setXRange(double low, double high);
  void setYRange(double low, double high);

  /// Sets the layer of a key, whatever its kind. A layer of the same kind is replaced in its place among the others; of
  /// another kind, it comes to lie on top of its kind. Of a line of up to 10⁶ points at most the extremes of each
  /// screen column are drawn, found anew when range or size changes. A mark that is movable can be dragged by the user
  /// (FigureView::markMoved()).
  void setLayer(const QString& key, LayerContent content);
  /// Removes the layer of this key, of whatever kind (not density, line marks, diagonal, notes).
  void removeLayer(const QString& key);
  /// The nearest movable mark within `reach` px of a scene position; empty if none.
  QString movableAt(const QPointF& scenePosition, double reach) const;
  bool isVerticalMark(const QString& key) const;

  /// Shows the cells; nullopt removes them.
  void setDensity(std::optional<DensityCells> cells);
  const DensityCells* density() const;
  /// Histograms along the top and right edges; notes and legend in these corners move inwards. None removes them.
  void setEdgeHistograms(std::vector<EdgeHistogram> histograms);
  void setLineMarks(LineMarks marks);
  /// Draws y = x in this ink; nullopt removes it.
  void setDiagonal(const std::optional<Ink>& ink);

  void setNote(Corner corner, const Note& note);
  /// Fills the plot area with the theme's shade; nullopt removes it.
  void setShade(const std::optional<workbench::Shade>& shade);
  void setLegend(workbench::PanelLegend legend);
  /// A coloured outline just inside the frame: the chosen panel of a grid.
  void setHighlighted(bool on);

  /// Keys of the layers that showFigure() has set, lowest first; kept for its next call.
  const std::vector<QString>& figureKeys() const { return m_figureKeys; }
  void setFigureKeys(std::vector<QString> keys) { m_figureKeys = std::move(keys); }
  /// Removes every layer, note, mark and legend; axes stay.
  void clear();

  /// What is written outside the frame; set by FigureView.
  void setLabelPlan(const LabelPlan& plan);
  /// Places the plot area (scene pixels). Set by FigureView.
  void place(const QRectF& plotArea);
  const PlotFrame& frame() const { return m_frame; }
  void setTheme(const Theme& theme);
  /// Returns the data point below a scene position, and the scene position of a data point, as the chart maps them.
  QPointF valueAt(const QPointF& scenePosition) const { return m_chart.toValue(scenePosition); }
  QPointF positionOf(const QPointF& value) const { return m_chart.toPosition(value); }
  /// Number of series that the chart draws now or keeps for its next curves.
  int seriesCount() const { return m_chart.seriesCount(); }
  /// As LayerItem's, of all layers; used by FigureView.
  bool needsPixels(double scale) const;
  void makePixels(double scale);
  /// Dotted lines through this data point; nullopt hides them. Set by FigureView.
  void setCrosshair(const std::optional<QPointF>& value);

Q_SIGNALS:
  /// The shown range has changed.
  void rangeChanged();
  /// Titles or home range have changed: margins must be found anew.
  void axesChanged();

private:
  void applyRange();
  void frameChanged();
  bool isZoomed() const;
  /// Calls `with` for the layers of the chart and for those that have a key.
  template <typename Visitor>
  void visitLayers(const Visitor& with) const;
  /// Returns the layer of this key, made anew where there was none or one of another kind.
  template <typename Kind>
  Kind& item(const QString& key);
  template <typename Kind>
  Kind& series(const QString& key);
  void showLayer(const QString& key, Line line);
  void showLayer(const QString& key, ColouredLine line);
  void showLayer(const QString& key, Band band);
  void showLayer(const QString& key, Contours contours);
  void showLayer(const QString& key, Points points);
  void showLayer(const QString& key, ErrorBars points);
  void showLayer(const QString& key, Bars bars);
  void showLayer(const QString& key, const VerticalMark& mark);
  void showLayer(const QString& key, const HorizontalMark& mark);
  void showLayer(const QString& key, const Span& span);
  void showLayer(const QString& key, const Box& box);
  /// Returns the mark of a key; nullptr where its layer is none.
  const ReferenceItem* mark(const QString& key) const;

  PlotFrame m_frame;
  Axis m_homeX, m_homeY;
  PanelChart m_chart;
  // Children of the panel, which deletes them.
  ShadeItem* m_shade = nullptr;
  DensityItem* m_density = nullptr;
  LineMarksItem* m_lineMarks = nullptr;
  ReferenceItem* m_diagonal = nullptr;
  FrameItem* m_frameItem = nullptr;
  AnnotationItem* m_annotations = nullptr;
  std::map<QString, std::unique_ptr<PanelLayer>> m_layers;
  std::vector<QString> m_figureKeys;
};

}  // namespace maury::ui
