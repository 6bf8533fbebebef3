// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/PlotPanel.h"

#include <QtCharts/QLegend>
#include <QtCharts/QLineSeries>
#include <QtCharts/QLogValueAxis>
#include <QtCharts/QValueAxis>
#include <cmath>
#include <limits>

#include "ui/plot/items/AnnotationItem.h"
#include "ui/plot/items/DensityItem.h"
#include "ui/plot/items/EdgeHistogramsItem.h"
#include "ui/plot/items/LineItem.h"
#include "ui/plot/items/LineMarksItem.h"
#include "ui/plot/items/ShapeItems.h"

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

QAbstractAxis* chartAxis(const AxisSpec& axis) {
  QAbstractAxis* result = nullptr;
  if (axis.logarithmic) {
    auto* log = new QLogValueAxis;
    log->setBase(10.0);
    result = log;
  } else {
    result = new QValueAxis;
  }
  result->setVisible(false);
  return result;
}

/// The layer of this key, made anew where there was none or one of another kind.
template <typename Item>
Item& layer(std::map<QString, LayerItem*>& layers, const QString& key, const PlotFrame& frame, QGraphicsItem* parent) {
  LayerItem*& slot = layers[key];
  if (auto* item = dynamic_cast<Item*>(slot)) return *item;
  delete slot;
  auto* item = new Item(frame, parent);
  slot = item;
  return *item;
}

}  // namespace

PlotPanel::PlotPanel(QGraphicsItem* parent) : QChart(parent) {
  setBackgroundVisible(false);
  setPlotAreaBackgroundVisible(false);
  setAnimationOptions(NoAnimation);
  setMargins({});
  setMinimumSize(0, 0);
  legend()->hide();
  m_anchor = new QLineSeries(this);
  addSeries(m_anchor);
  m_frame.theme = Theme::current();
  m_shade = new ShadeItem(m_frame, this);
  m_density = new DensityItem(m_frame, this);
  m_lineMarks = new LineMarksItem(m_frame, this);
  m_diagonal = new ReferenceItem(m_frame, this);
  m_diagonal->setVisible(false);
  m_frameItem = new FrameItem(m_frame, this);
  m_annotations = new AnnotationItem(m_frame, this);
  replaceChartAxes();
}

PlotPanel::~PlotPanel() {
  // The layers refer to m_frame, which goes before QChart deletes its children.
  visitLayers([](LayerItem& item) { delete &item; });
}

void PlotPanel::replaceChartAxes() {
  for (QAbstractAxis* axis : {m_chartX, m_chartY}) {
    if (!axis) continue;
    removeAxis(axis);
    delete axis;
  }
  m_chartX = chartAxis(m_frame.x);
  m_chartY = chartAxis(m_frame.y);
  addAxis(m_chartX, Qt::AlignBottom);
  addAxis(m_chartY, Qt::AlignLeft);
  m_anchor->attachAxis(m_chartX);
  m_anchor->attachAxis(m_chartY);
  applyRange();
}

bool PlotPanel::isZoomed() const {
  return m_frame.x.low != m_homeX.low || m_frame.x.high != m_homeX.high || m_frame.y.low != m_homeY.low ||
         m_frame.y.high != m_homeY.high;
}

void PlotPanel::setAxes(const AxisSpec& x, const AxisSpec& y) {
  const AxisSpec newX = repaired(x), newY = repaired(y);
  if (newX == m_homeX && newY == m_homeY) return;
  const bool kindChanged = newX.logarithmic != m_frame.x.logarithmic || newY.logarithmic != m_frame.y.logarithmic;
  const AxisSpec shownX = m_frame.x, shownY = m_frame.y;
  const bool keep = isZoomed() && !kindChanged && shownX.low >= newX.low && shownX.high <= newX.high &&
                    shownY.low >= newY.low && shownY.high <= newY.high;
  m_homeX = m_frame.x = newX;
  m_homeY = m_frame.y = newY;
  if (keep) {
    m_frame.x.low = shownX.low;
    m_frame.x.high = shownX.high;
    m_frame.y.low = shownY.low;
    m_frame.y.high = shownY.high;
  }
  if (kindChanged)
    replaceChartAxes();
  else
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
  m_chartX->setReverse(m_frame.x.reversed);
  m_chartY->setReverse(m_frame.y.reversed);
  m_chartX->setRange(m_frame.x.low, m_frame.x.high);
  m_chartY->setRange(m_frame.y.low, m_frame.y.high);
  frameChanged();
  Q_EMIT rangeChanged();
}

template <typename Visitor>
void PlotPanel::visitLayers(const Visitor& with) const {
  for (LayerItem* item :
       std::initializer_list<LayerItem*>{m_shade, m_density, m_lineMarks, m_diagonal, m_frameItem, m_annotations})
    with(*item);
  for (const auto& [key, item] : m_layers)
    with(*item);
}

void PlotPanel::frameChanged() {
  visitLayers([](LayerItem& item) { item.frameHasChanged(); });
}

bool PlotPanel::needsPixels(double scale) const {
  bool any = false;
  visitLayers([&](const LayerItem& item) { any = any || item.needsPixels(scale); });
  return any;
}

void PlotPanel::makePixels(double scale) {
  visitLayers([scale](LayerItem& item) {
    if (item.needsPixels(scale)) item.makePixels(scale);
  });
}

void PlotPanel::setLine(const QString& key, std::vector<double> x, std::vector<double> y, const LineStyle& style) {
  layer<LineItem>(m_layers, key, m_frame, this).set(std::move(x), std::move(y), style);
}

void PlotPanel::setColouredLine(const QString& key, std::vector<double> x, std::vector<double> y,
                                std::vector<double> values, const ColourScale& scale, double width) {
  layer<ColouredLineItem>(m_layers, key, m_frame, this)
      .set(std::move(x), std::move(y), std::move(values), scale, width);
}

void PlotPanel::setBand(const QString& key, std::vector<double> x, std::vector<double> low, std::vector<double> high,
                        const Ink& ink, double opacity) {
  layer<BandItem>(m_layers, key, m_frame, this).set(std::move(x), std::move(low), std::move(high), ink.faded(opacity));
}

void PlotPanel::setBars(const QString& key, std::vector<double> edges, std::vector<double> heights, const Ink& ink,
                        double opacity) {
  layer<BarsItem>(m_layers, key, m_frame, this).set(std::move(edges), std::move(heights), ink.faded(opacity));
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
  layer<ContourItem>(m_layers, key, m_frame, this).set(std::move(levels), *m_annotations);
}

void PlotPanel::setPoints(const QString& key, std::vector<double> x, std::vector<double> y, const Ink& ink,
                          double radius) {
  layer<PointsItem>(m_layers, key, m_frame, this).set(std::move(x), std::move(y), {}, ink, radius);
}

void PlotPanel::setErrorBars(const QString& key, std::vector<double> x, std::vector<double> y,
                             std::vector<double> error, const Ink& ink, double radius) {
  layer<PointsItem>(m_layers, key, m_frame, this).set(std::move(x), std::move(y), std::move(error), ink, radius);
}

void PlotPanel::setEdgeHistograms(std::vector<EdgeHistogram> histograms) {
  m_annotations->setInsideHistograms(!histograms.empty());
  if (histograms.empty())
    removeLayer(kEdgeHistograms);
  else
    layer<EdgeHistogramsItem>(m_layers, kEdgeHistograms, m_frame, this).set(std::move(histograms));
}

void PlotPanel::setLineMarks(std::vector<LineMark> marks, bool showText) {
  m_lineMarks->set(std::move(marks), showText);
}

void PlotPanel::setVerticalMark(const QString& key, double x, const QString& text, const Ink& ink) {
  layer<ReferenceItem>(m_layers, key, m_frame, this).set(ReferenceItem::Kind::Vertical, x, text, ink);
}

void PlotPanel::setHorizontalMark(const QString& key, double y, const QString& text, const Ink& ink) {
  layer<ReferenceItem>(m_layers, key, m_frame, this).set(ReferenceItem::Kind::Horizontal, y, text, ink);
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
    const auto* mark = found == m_layers.end() ? nullptr : dynamic_cast<const ReferenceItem*>(found->second);
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
  const auto* mark = found == m_layers.end() ? nullptr : dynamic_cast<const ReferenceItem*>(found->second);
  return mark && mark->kind() == ReferenceItem::Kind::Vertical;
}

void PlotPanel::setSpan(const QString& key, double xLow, double xHigh, const Ink& ink, double opacity) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  layer<BoxItem>(m_layers, key, m_frame, this).set(xLow, xHigh, -kFar, kFar, ink, opacity, false);
}

void PlotPanel::setBox(const QString& key, double xLow, double xHigh, double yLow, double yHigh, const Ink& ink,
                       double opacity) {
  layer<BoxItem>(m_layers, key, m_frame, this).set(xLow, xHigh, yLow, yHigh, ink, opacity, true);
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
  delete found->second;
  m_layers.erase(found);
  m_movable.erase(key);
}

void PlotPanel::clear() {
  for (auto& [key, item] : m_layers)
    delete item;
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
  // The chart starts at the scene's origin, so its coordinates are the scene's.
  setGeometry(QRectF({0, 0}, plotArea.bottomRight()));
  setPlotArea(plotArea);
  frameChanged();
}

void PlotPanel::setTheme(const Theme& theme) {
  m_frame.theme = theme;
  frameChanged();
}

QPointF PlotPanel::valueAt(const QPointF& scenePosition) const {
  return {m_frame.xMap().toValue(scenePosition.x()), m_frame.yMap().toValue(scenePosition.y())};
}

void PlotPanel::setCrosshair(const std::optional<QPointF>& value) {
  m_frameItem->setCrosshair(value);
}

}  // namespace maury::ui
