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

/// Plot area in the style of journals: a closed frame with inward ticks on all sides. A chart inside holds the ranges,
/// maps coordinates and draws curves, areas, bars and points of up to a few thousand points (SeriesLayers.h). Density,
/// contours, longer curves, spectral lines, marks, frame and text are layers that paint themselves (items/), below and
/// above the chart. Layers are identified by a key and replaced in place. They stack in the order density, spans, large
/// bands, spectral lines, contours, the chart's areas, lines and points, large curves, marks, large sets of points,
/// boxes, frame, notes. Lives in a FigureView, which places it; UI thread only.
class PlotPanel : public QGraphicsObject {
  Q_OBJECT
public:
  explicit PlotPanel(QGraphicsItem* parent = nullptr);
  ~PlotPanel() override;
  QRectF boundingRect() const override { return {}; }  ///< empty, because only the children paint
  void paint(QPainter*, const QStyleOptionGraphicsItem*, QWidget*) override {}

  /// Sets titles, kind of scale and home range. Shows the home range, unless the user has zoomed to a range inside it:
  /// that zoom is kept, so that live figures do not jump (FigureView::resetZoom() returns home).
  void setAxes(const Axis& x, const Axis& y);
  const Axis& xAxis() const { return m_frame.x; }
  const Axis& yAxis() const { return m_frame.y; }
  const Axis& homeX() const { return m_homeX; }
  const Axis& homeY() const { return m_homeY; }
  /// Shows a range without changing the home range. Ignores a range that is empty, reversed, not finite or, on a log
  /// axis, not positive.
  void setRange(double xLow, double xHigh, double yLow, double yHigh);
  void setXRange(double low, double high);
  void setYRange(double low, double high);

  /// Sets the layer of a key. A layer of the same kind is replaced in place; one of another kind is removed, and the
  /// new layer lies on top of its kind. A line may have up to 10⁶ points: at most the extremes in each screen column
  /// are drawn, recomputed when range or size changes. The user can drag a movable mark (FigureView::markMoved()).
  void setLayer(const QString& key, LayerContent content);
  /// Removes the layer of this key. Density, line marks, diagonal and notes have no key.
  void removeLayer(const QString& key);
  /// Returns the edge of the nearest movable mark within `reach` px of a scene position; nullopt if there is none.
  std::optional<workbench::PlaneEdge> movableAt(const QPointF& scenePosition, double reach) const;

  /// Shows the cells of a density; nullopt removes them.
  void setDensity(std::optional<DensityCells> cells);
  const DensityCells* density() const;
  /// Shows histograms along the top and right edges; notes and legend in these corners move inwards. An empty list
  /// removes the histograms.
  void setEdgeHistograms(std::vector<EdgeHistogram> histograms);
  void setLineMarks(LineMarks marks);
  /// Draws y = x in this ink; nullopt removes it.
  void setDiagonal(const std::optional<Ink>& ink);

  void setNote(Corner corner, const Note& note);
  /// Fills the plot area with the theme's shade and writes its text in the middle; nullopt removes both.
  void setShade(const std::optional<workbench::Shade>& shade);
  void setLegend(workbench::PanelLegend legend);
  /// Draws a coloured outline just inside the frame, which marks the chosen panel of a grid.
  void setHighlighted(bool on);

  /// Returns the keys of the layers that showFigure() set, lowest first, for its next call.
  const std::vector<QString>& figureKeys() const { return m_figureKeys; }
  void setFigureKeys(std::vector<QString> keys) { m_figureKeys = std::move(keys); }
  /// Removes every layer, note, mark and legend; keeps the axes.
  void clear();

  /// Sets which labels and titles are drawn outside the frame; called by FigureView.
  void setLabelPlan(const LabelPlan& plan);
  /// Sets the plot area (scene pixels); called by FigureView.
  void place(const QRectF& plotArea);
  const PlotFrame& frame() const { return m_frame; }
  /// Returns the size of the plot area, px, that its notes, legend and names of spectral lines need if it is about
  /// `width` wide.
  QSizeF sizeOfTexts(double width) const;
  void setTheme(const Theme& theme);
  /// valueAt() returns the data point at a scene position, positionOf() the scene position of a data point; both as the
  /// chart maps them.
  QPointF valueAt(const QPointF& scenePosition) const { return m_chart.toValue(scenePosition); }
  QPointF positionOf(const QPointF& value) const { return m_chart.toPosition(value); }
  /// Returns the number of series in the chart, including hidden ones kept for reuse.
  int seriesCount() const { return m_chart.seriesCount(); }
  /// needsPixels() returns true if any layer needs to be rendered, and makePixels() renders those layers. Called by
  /// FigureView.
  bool needsPixels(double scale) const;
  void makePixels(double scale);
  /// Draws dotted lines through this data point; nullopt hides them. Called by FigureView.
  void setCrosshair(const std::optional<QPointF>& value);

Q_SIGNALS:
  /// The displayed range has changed.
  void rangeChanged();
  /// Titles or home range have changed, so the margins must be recomputed.
  void axesChanged();

private:
  void applyRange();
  void frameChanged();
  bool isZoomed() const;
  /// Calls `visit` for the fixed layers of the panel and for those with a key.
  template <typename Visitor>
  void visitLayers(const Visitor& visit) const;
  /// item() and series() return the layer of this key, created if it is missing or of another kind.
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

  PlotFrame m_frame;
  Axis m_homeX, m_homeY;
  PanelChart m_chart;
  // Child items, deleted by the panel's destructor.
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
