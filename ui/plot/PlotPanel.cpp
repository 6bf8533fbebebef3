// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/PlotPanel.h"

#include <cmath>
#include <limits>

#include "ui/plot/items/AnnotationItem.h"
#include "ui/plot/items/DensityItem.h"
#include "ui/plot/items/EdgeHistogramsItem.h"
#include "ui/plot/items/LineItem.h"
#include "ui/plot/items/LineMarksItem.h"
#include "ui/plot/items/ShapeItems.h"
#include "ui/plot/series/SeriesLayers.h"

namespace maury::ui {

namespace {

const QString kEdgeHistograms = QStringLiteral("panel.edge histograms");

bool isRange(double low, double high, bool logarithmic) {
  if (!std::isfinite(low) || !std::isfinite(high) || (logarithmic && !(low > 0.0))) return false;
  // Below this width neighbouring ticks are the same double.
  return high - low > 1e-12 * std::max(std::abs(low), std::abs(high));
}

/// A range that can be shown, whatever was asked for.
AxisSpec repaired(AxisSpec axis) {
  if (!std::isfinite(axis.low) || !std::isfinite(axis.high)) {
    axis.low = axis.logarithmic ? 0.1 : 0.0;
    axis.high = 1.0;
  }
  if (axis.low > axis.high) std::swap(axis.low, axis.high);
  if (axis.logarithmic && !(axis.high > 0.0)) axis.high = 1.0;
  if (axis.logarithmic && !(axis.low > 0.0)) axis.low = axis.high * 1e-3;
  if (!isRange(axis.low, axis.high, axis.logarithmic)) {
    const double half = axis.low == 0.0 ? 0.5 : 0.05 * std::abs(axis.low);
    axis.low -= half;
    axis.high += half;
  }
  return axis;
}

/// Returns true if Qt Charts draws a curve or band of so many points.
bool suitsSeries(std::size_t points) {
  return points <= kMostSeriesPoints;
}

}  // namespace

PlotPanel::PlotPanel(QGraphicsItem* parent) : QGraphicsObject(parent), m_chart(this, kChartHeight) {
  setFlag(ItemHasNoContents);
  m_frame.theme = Theme::current();
  m_shade = new ShadeItem(m_frame, this);
  m_density = new DensityItem(m_frame, this);
  m_lineMarks = new LineMarksItem(m_frame, this);
  m_diagonal = new ReferenceItem(m_frame, this);
  m_diagonal->setVisible(false);
  m_frameItem = new FrameItem(m_frame, this);
  m_annotations = new AnnotationItem(m_frame, this);
  m_chart.setAxes(m_frame.x, m_frame.y);
}

PlotPanel::~PlotPanel() {
  // The layers refer to m_frame and m_chart.
  m_layers.clear();
  for (LayerItem* item :
       std::initializer_list<LayerItem*>{m_shade, m_density, m_lineMarks, m_diagonal, m_frameItem, m_annotations})
    delete item;
}

template <typename Kind>
Kind& PlotPanel::item(const QString& key) {
  std::unique_ptr<PanelLayer>& slot = m_layers[key];
  if (auto* layer = dynamic_cast<Kind*>(slot.get())) return *layer;
  auto layer = std::make_unique<Kind>(m_frame, this);
  Kind& result = *layer;
  slot = std::move(layer);
  return result;
}

template <typename Kind>
Kind& PlotPanel::series(const QString& key) {
  std::unique_ptr<PanelLayer>& slot = m_layers[key];
  if (auto* layer = dynamic_cast<Kind*>(slot.get())) return *layer;
  auto layer = std::make_unique<Kind>(m_chart, m_frame);
  Kind& result = *layer;
  slot = std::move(layer);
  return result;
}

bool PlotPanel::isZoomed() const {
  return m_frame.x.low != m_homeX.low || m_frame.x.high != m_homeX.high || m_frame.y.low != m_homeY.low ||
         m_frame.y.high != m_homeY.high;
}

void PlotPanel::setAxes(const AxisSpec& x, const AxisSpec& y) {
  const AxisSpec newX = repaired(x), newY = repaired(y);
  if (newX == m_homeX && newY == m_homeY) return;
  const bool isOtherKind = newX.logarithmic != m_frame.x.logarithmic || newY.logarithmic != m_frame.y.logarithmic;
  const AxisSpec shownX = m_frame.x, shownY = m_frame.y;
  const bool keep = isZoomed() && !isOtherKind && shownX.low >= newX.low && shownX.high <= newX.high &&
                    shownY.low >= newY.low && shownY.high <= newY.high;
  m_homeX = m_frame.x = newX;
  m_homeY = m_frame.y = newY;
  if (keep) {
    m_frame.x.low = shownX.low;
    m_frame.x.high = shownX.high;
    m_frame.y.low = shownY.low;
    m_frame.y.high = shownY.high;
  }
  applyRange();
  Q_EMIT axesChanged();
}

void PlotPanel::setRange(double xLow, double xHigh, double yLow, double yHigh) {
  if (!isRange(xLow, xHigh, m_frame.x.logarithmic) || !isRange(yLow, yHigh, m_frame.y.logarithmic)) return;
  if (xLow == m_frame.x.low && xHigh == m_frame.x.high && yLow == m_frame.y.low && yHigh == m_frame.y.high) return;
  m_frame.x.low = xLow;
  m_frame.x.high = xHigh;
  m_frame.y.low = yLow;
  m_frame.y.high = yHigh;
  applyRange();
}

void PlotPanel::setXRange(double low, double high) {
  setRange(low, high, m_frame.y.low, m_frame.y.high);
}
void PlotPanel::setYRange(double low, double high) {
  setRange(m_frame.x.low, m_frame.x.high, low, high);
}

void PlotPanel::applyRange() {
  m_chart.setAxes(m_frame.x, m_frame.y);
  frameChanged();
  Q_EMIT rangeChanged();
}

template <typename Visitor>
void PlotPanel::visitLayers(const Visitor& with) const {
  for (PanelLayer* layer :
       std::initializer_list<PanelLayer*>{m_shade, m_density, m_lineMarks, m_diagonal, m_frameItem, m_annotations})
    with(*layer);
  for (const auto& [key, layer] : m_layers)
    with(*layer);
}

void PlotPanel::frameChanged() {
  visitLayers([](PanelLayer& layer) { layer.frameHasChanged(); });
}

bool PlotPanel::needsPixels(double scale) const {
  bool any = false;
  visitLayers([&](const PanelLayer& layer) { any = any || layer.needsPixels(scale); });
  return any;
}

void PlotPanel::makePixels(double scale) {
  visitLayers([scale](PanelLayer& layer) {
    if (layer.needsPixels(scale)) layer.makePixels(scale);
  });
}

void PlotPanel::setLine(const QString& key, std::vector<double> x, std::vector<double> y, const LineStyle& style) {
  if (suitsSeries(x.size()))
    series<LineSeriesLayer>(key).set(std::move(x), std::move(y), style);
  else
    item<LineItem>(key).set(std::move(x), std::move(y), style);
}

void PlotPanel::setColouredLine(const QString& key, std::vector<double> x, std::vector<double> y,
                                std::vector<double> values, const ColourScale& scale, double width) {
  item<ColouredLineItem>(key).set(std::move(x), std::move(y), std::move(values), scale, width);
}

void PlotPanel::setBand(const QString& key, std::vector<double> x, std::vector<double> low, std::vector<double> high,
                        const Ink& ink, double opacity) {
  if (suitsSeries(x.size()))
    series<BandSeriesLayer>(key).set(std::move(x), std::move(low), std::move(high), ink.faded(opacity));
  else
    item<BandItem>(key).set(std::move(x), std::move(low), std::move(high), ink.faded(opacity));
}

void PlotPanel::setBars(const QString& key, std::vector<double> edges, std::vector<double> heights, const Ink& ink,
                        double opacity) {
  series<BarsSeriesLayer>(key).set(std::move(edges), std::move(heights), ink.faded(opacity));
}

void PlotPanel::setDensity(DensityCells cells) {
  m_density->set(std::move(cells));
}
void PlotPanel::clearDensity() {
  m_density->set({});
}
const DensityCells* PlotPanel::density() const {
  return m_density->cells().values.empty() ? nullptr : &m_density->cells();
}

void PlotPanel::setContours(const QString& key, std::vector<ContourLevel> levels) {
  item<ContourItem>(key).set(std::move(levels), *m_annotations);
}

void PlotPanel::setPoints(const QString& key, std::vector<double> x, std::vector<double> y, const Ink& ink,
                          double radius) {
  if (x.size() <= kMostScatterPoints)
    series<PointsSeriesLayer>(key).set(std::move(x), std::move(y), ink, radius);
  else
    item<PointsItem>(key).set(std::move(x), std::move(y), {}, ink, radius);
}

void PlotPanel::setErrorBars(const QString& key, std::vector<double> x, std::vector<double> y,
                             std::vector<double> error, const Ink& ink, double radius) {
  item<PointsItem>(key).set(std::move(x), std::move(y), std::move(error), ink, radius);
}

void PlotPanel::setEdgeHistograms(std::vector<EdgeHistogram> histograms) {
  m_annotations->setInsideHistograms(!histograms.empty());
  if (histograms.empty())
    removeLayer(kEdgeHistograms);
  else
    item<EdgeHistogramsItem>(kEdgeHistograms).set(std::move(histograms));
}

void PlotPanel::setLineMarks(std::vector<LineMark> marks, bool showText) {
  m_lineMarks->set(std::move(marks), showText);
}

void PlotPanel::setVerticalMark(const QString& key, double x, const QString& text, const Ink& ink) {
  item<ReferenceItem>(key).set(ReferenceItem::Kind::Vertical, x, text, ink);
}

void PlotPanel::setHorizontalMark(const QString& key, double y, const QString& text, const Ink& ink) {
  item<ReferenceItem>(key).set(ReferenceItem::Kind::Horizontal, y, text, ink);
}

void PlotPanel::setMovable(const QString& key, bool movable) {
  if (movable)
    m_movable.insert(key);
  else
    m_movable.erase(key);
}

QString PlotPanel::movableAt(const QPointF& scenePosition, double reach) const {
  QString nearest;
  for (const QString& key : m_movable) {
    const auto found = m_layers.find(key);
    const auto* mark = found == m_layers.end() ? nullptr : dynamic_cast<const ReferenceItem*>(found->second.get());
    if (!mark) continue;
    const double away = mark->kind() == ReferenceItem::Kind::Vertical
                            ? std::abs(m_frame.xMap().toPixel(mark->value()) - scenePosition.x())
                            : std::abs(m_frame.yMap().toPixel(mark->value()) - scenePosition.y());
    if (!(away <= reach)) continue;
    reach = away;
    nearest = key;
  }
  return nearest;
}

bool PlotPanel::isVerticalMark(const QString& key) const {
  const auto found = m_layers.find(key);
  const auto* mark = found == m_layers.end() ? nullptr : dynamic_cast<const ReferenceItem*>(found->second.get());
  return mark && mark->kind() == ReferenceItem::Kind::Vertical;
}

void PlotPanel::setSpan(const QString& key, double xLow, double xHigh, const Ink& ink, double opacity) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  item<BoxItem>(key).set(xLow, xHigh, -kFar, kFar, ink, opacity, false);
}

void PlotPanel::setBox(const QString& key, double xLow, double xHigh, double yLow, double yHigh, const Ink& ink,
                       double opacity) {
  item<BoxItem>(key).set(xLow, xHigh, yLow, yHigh, ink, opacity, true);
}

void PlotPanel::setDiagonal(bool on, const Ink& ink) {
  m_diagonal->set(ReferenceItem::Kind::Diagonal, 0.0, {}, ink);
  m_diagonal->setVisible(on);
}

void PlotPanel::setNote(Corner corner, const QString& markup, bool onPaper) {
  m_annotations->setNote(corner, markup, onPaper);
}
void PlotPanel::setShaded(bool on, const QString& text) {
  m_annotations->setOnShade(on);
  m_shade->set(on, text);
}
void PlotPanel::setLegend(std::vector<LegendEntry> entries, Corner corner) {
  m_annotations->setLegend(std::move(entries), corner);
}
void PlotPanel::setHighlighted(bool on) {
  m_frameItem->setHighlighted(on);
}

void PlotPanel::removeLayer(const QString& key) {
  const auto found = m_layers.find(key);
  if (found == m_layers.end()) return;
  m_layers.erase(found);
  m_movable.erase(key);
}

void PlotPanel::clear() {
  m_layers.clear();
  m_movable.clear();
  m_figureKeys.clear();
  clearDensity();
  m_lineMarks->set({}, true);
  m_diagonal->setVisible(false);
  m_annotations->clear();
  m_shade->set(false, {});
  m_frameItem->setHighlighted(false);
}

void PlotPanel::setLabelPlan(const LabelPlan& plan) {
  m_frameItem->setPlan(plan);
}

void PlotPanel::place(const QRectF& plotArea) {
  if (plotArea == m_frame.area) return;
  m_frame.area = plotArea;
  m_chart.place(plotArea);
  frameChanged();
}

void PlotPanel::setTheme(const Theme& theme) {
  m_frame.theme = theme;
  frameChanged();
}

void PlotPanel::setCrosshair(const std::optional<QPointF>& value) {
  m_frameItem->setCrosshair(value);
}

}  // namespace maury::ui
