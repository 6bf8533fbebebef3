// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsObject>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "ui/plot/Axis.h"
#include "ui/plot/Layers.h"
#include "ui/plot/PanelLayer.h"
#include "ui/plot/PlotFrame.h"
#include "ui/plot/items/FrameItem.h"
#include "ui/plot/series/PanelChart.h"

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
  void setAxes(const AxisSpec& x, const AxisSpec& y);
  const AxisSpec& xAxis() const { return m_frame.x; }
  const AxisSpec& yAxis() const { return m_frame.y; }
  const AxisSpec& homeX() const { return m_homeX; }
  const AxisSpec& homeY() const { return m_homeY; }
  /// What is shown, without touching home. A range that is empty, reversed, not finite or (log) not positive is
  /// ignored.
  void setRange(double xLow, double xHigh, double yLow, double yHigh);
  void setXRange(double low, double high);
  void setYRange(double low, double high);

  /// A curve through (x, y), equal lengths, x ascending for decimation to be exact; broken at NaN. Up to 10⁶ points: at
  /// most the extremes of each screen column are drawn, found anew when range or size changes.
  void setLine(const QString& key, std::vector<double> x, std::vector<double> y, const LineStyle& style = {});
  /// A curve of some thousand points drawn in the colours of `values` (equal lengths): flux by its attribution.
  void setColouredLine(const QString& key, std::vector<double> x, std::vector<double> y, std::vector<double> values,
                       const ColourScale& scale, double width = 2.0);
  /// A translucent band from low to high; broken at NaN.
  void setBand(const QString& key, std::vector<double> x, std::vector<double> low, std::vector<double> high,
               const Ink& ink, double opacity = 0.22);
  void setDensity(DensityCells cells);
  void clearDensity();
  const DensityCells* density() const;
  void setContours(const QString& key, std::vector<ContourLevel> levels);
  /// Dots, for a few thousand points; use a density for more. radius in px.
  void setPoints(const QString& key, std::vector<double> x, std::vector<double> y, const Ink& ink, double radius = 1.5);
  /// Points with vertical error bars (same lengths).
  void setErrorBars(const QString& key, std::vector<double> x, std::vector<double> y, std::vector<double> error,
                    const Ink& ink, double radius = 2.0);
  /// Bars from zero, each over [edges[i], edges[i + 1]].
  void setBars(const QString& key, std::vector<double> edges, std::vector<double> heights, const Ink& ink,
               double opacity = 0.45);

  /// Histograms along the top and right edges; notes and legend in these corners move inwards. None removes them.
  void setEdgeHistograms(std::vector<EdgeHistogram> histograms);

  void setLineMarks(std::vector<LineMark> marks, bool showText = true);
  /// A dashed line right across at x (or y), with a word beside its end; replaced by key.
  void setVerticalMark(const QString& key, double x, const QString& text = {}, const Ink& ink = Ink::Role::Muted);
  void setHorizontalMark(const QString& key, double y, const QString& text = {}, const Ink& ink = Ink::Role::Muted);
  /// Lets the user drag this mark (FigureView::markMoved()), or no longer; until it is removed.
  void setMovable(const QString& key, bool movable = true);
  /// The nearest movable mark within `reach` px of a scene position; empty if none.
  QString movableAt(const QPointF& scenePosition, double reach) const;
  bool isVerticalMark(const QString& key) const;
  /// A translucent stretch of x across the whole height (a chosen range, a window).
  void setSpan(const QString& key, double xLow, double xHigh, const Ink& ink, double opacity = 0.12);
  /// A translucent rectangle with an outline in data coordinates (a selection).
  void setBox(const QString& key, double xLow, double xHigh, double yLow, double yHigh, const Ink& ink,
              double opacity = 0.15);
  void setDiagonal(bool on, const Ink& ink = QColor(0xD5, 0x5E, 0x00));

  /// `onPaper` where lines may run below it.
  void setNote(Corner corner, const QString& markup, bool onPaper = false);
  /// Fills the plot area with the theme's shade; text, if any, stands in the middle ("no stars").
  void setShaded(bool on, const QString& text = {});
  void setLegend(std::vector<LegendEntry> entries, Corner corner = Corner::TopRight);
  /// A coloured outline just inside the frame: the chosen panel of a grid.
  void setHighlighted(bool on);

  /// Keys of the layers that showFigure() has set, lowest first; kept for its next call.
  const std::vector<QString>& figureKeys() const { return m_figureKeys; }
  void setFigureKeys(std::vector<QString> keys) { m_figureKeys = std::move(keys); }
  /// Removes the layer of this key, of whatever kind (not density, line marks, diagonal, notes).
  void removeLayer(const QString& key);
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

  PlotFrame m_frame;
  AxisSpec m_homeX, m_homeY;
  PanelChart m_chart;
  // Children of the panel, which deletes them.
  ShadeItem* m_shade = nullptr;
  DensityItem* m_density = nullptr;
  LineMarksItem* m_lineMarks = nullptr;
  ReferenceItem* m_diagonal = nullptr;
  FrameItem* m_frameItem = nullptr;
  AnnotationItem* m_annotations = nullptr;
  std::map<QString, std::unique_ptr<PanelLayer>> m_layers;
  std::set<QString> m_movable;  ///< keys of marks
  std::vector<QString> m_figureKeys;
};

}  // namespace maury::ui
