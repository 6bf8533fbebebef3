// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/PlotPanel.h"

#include <cmath>
#include <utility>
#include <variant>

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
  // Neighbouring ticks of a narrower range would be the same double.
  return high - low > 1e-12 * std::max(std::abs(low), std::abs(high));
}

/// Returns the axis with a range that can be displayed, whatever was requested.
Axis repairRange(Axis axis) {
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

/// Returns true if Qt Charts draws a curve or band with this number of points.
bool suitsSeries(std::size_t points) {
  return points <= kMaxSeriesPoints;
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
  // The layers refer to m_frame and m_chart, so they go first.
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

void PlotPanel::setAxes(const Axis& x, const Axis& y) {
  const Axis newX = repairRange(x), newY = repairRange(y);
  if (newX == m_homeX && newY == m_homeY) return;
  const bool isOtherScale = newX.logarithmic != m_frame.x.logarithmic || newY.logarithmic != m_frame.y.logarithmic;
  const Axis shownX = m_frame.x, shownY = m_frame.y;
  const bool keep = isZoomed() && !isOtherScale && shownX.low >= newX.low && shownX.high <= newX.high &&
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
void PlotPanel::visitLayers(const Visitor& visit) const {
  for (PanelLayer* layer :
       std::initializer_list<PanelLayer*>{m_shade, m_density, m_lineMarks, m_diagonal, m_frameItem, m_annotations})
    visit(*layer);
  for (const auto& [key, layer] : m_layers)
    visit(*layer);
}

void PlotPanel::frameChanged() {
  visitLayers([](PanelLayer& layer) { layer.frameHasChanged(); });
}

bool PlotPanel::needsPixels(double scale) const {
  bool isNeeded = false;
  visitLayers([&](const PanelLayer& layer) { isNeeded = isNeeded || layer.needsPixels(scale); });
  return isNeeded;
}

void PlotPanel::makePixels(double scale) {
  visitLayers([scale](PanelLayer& layer) {
    if (layer.needsPixels(scale)) layer.makePixels(scale);
  });
}

void PlotPanel::setLayer(const QString& key, LayerContent content) {
  std::visit([&](auto& layer) { showLayer(key, std::move(layer)); }, content);
}

void PlotPanel::showLayer(const QString& key, Line line) {
  if (suitsSeries(line.x.size()))
    series<LineSeriesLayer>(key).set(std::move(line));
  else
    item<LineItem>(key).set(std::move(line));
}

void PlotPanel::showLayer(const QString& key, ColouredLine line) {
  item<ColouredLineItem>(key).set(std::move(line));
}

void PlotPanel::showLayer(const QString& key, Band band) {
  if (suitsSeries(band.x.size()))
    series<BandSeriesLayer>(key).set(std::move(band));
  else
    item<BandItem>(key).set(std::move(band));
}

void PlotPanel::showLayer(const QString& key, Contours contours) {
  item<ContourItem>(key).set(std::move(contours), *m_annotations);
}

void PlotPanel::showLayer(const QString& key, Points points) {
  if (points.x.size() <= kMaxScatterPoints)
    series<PointsSeriesLayer>(key).set(std::move(points));
  else
    item<PointsItem>(key).set({std::move(points.x), std::move(points.y), {}, points.ink, points.radius});
}

void PlotPanel::showLayer(const QString& key, ErrorBars points) {
  item<PointsItem>(key).set(std::move(points));
}

void PlotPanel::showLayer(const QString& key, Bars bars) {
  series<BarsSeriesLayer>(key).set(std::move(bars));
}

void PlotPanel::showLayer(const QString& key, const VerticalMark& mark) {
  item<ReferenceItem>(key).set(mark);
}

void PlotPanel::showLayer(const QString& key, const HorizontalMark& mark) {
  item<ReferenceItem>(key).set(mark);
}

void PlotPanel::showLayer(const QString& key, const Span& span) {
  item<BoxItem>(key).set(span);
}

void PlotPanel::showLayer(const QString& key, const Box& box) {
  item<BoxItem>(key).set(box);
}

std::optional<workbench::PlaneEdge> PlotPanel::movableAt(const QPointF& scenePosition, double reach) const {
  std::optional<workbench::PlaneEdge> nearest;
  for (const auto& [key, layer] : m_layers) {
    const auto* mark = dynamic_cast<const ReferenceItem*>(layer.get());
    if (!mark || !mark->movableEdge()) continue;
    const double distance = mark->kind() == ReferenceItem::Kind::Vertical
                                ? std::abs(m_frame.xMap().toPixel(mark->value()) - scenePosition.x())
                                : std::abs(m_frame.yMap().toPixel(mark->value()) - scenePosition.y());
    if (!(distance <= reach)) continue;
    reach = distance;
    nearest = mark->movableEdge();
  }
  return nearest;
}

void PlotPanel::setDensity(std::optional<DensityCells> cells) {
  m_density->set(cells ? std::move(*cells) : DensityCells{});
}

const DensityCells* PlotPanel::density() const {
  return m_density->cells().values.empty() ? nullptr : &m_density->cells();
}

void PlotPanel::setEdgeHistograms(std::vector<EdgeHistogram> histograms) {
  m_annotations->setHasEdgeHistograms(!histograms.empty());
  if (histograms.empty())
    removeLayer(kEdgeHistograms);
  else
    item<EdgeHistogramsItem>(kEdgeHistograms).set(std::move(histograms));
}

void PlotPanel::setLineMarks(LineMarks marks) {
  m_lineMarks->set(std::move(marks));
}

void PlotPanel::setDiagonal(const std::optional<Ink>& ink) {
  if (ink) m_diagonal->setDiagonal(*ink);
  m_diagonal->setVisible(ink.has_value());
}

void PlotPanel::setNote(Corner corner, const Note& note) {
  m_annotations->setNote(corner, note);
}

void PlotPanel::setShade(const std::optional<workbench::Shade>& shade) {
  m_annotations->setShaded(shade.has_value());
  m_shade->set(shade);
}

void PlotPanel::setLegend(workbench::PanelLegend legend) {
  m_annotations->setLegend(std::move(legend));
}

QSizeF PlotPanel::sizeOfTexts(double width) const {
  constexpr double kHeightWithNames = 130.0;  // the names then fit into the space that the y axis has above the curves
  QSizeF size = m_annotations->sizeNeeded(width);
  if (m_lineMarks->hasNames()) size = size.expandedTo({0.0, kHeightWithNames});
  return size;
}

void PlotPanel::setHighlighted(bool on) {
  m_frameItem->setHighlighted(on);
}

void PlotPanel::removeLayer(const QString& key) {
  m_layers.erase(key);
}

void PlotPanel::clear() {
  m_layers.clear();
  m_figureKeys.clear();
  setDensity(std::nullopt);
  m_lineMarks->set({});
  m_diagonal->setVisible(false);
  m_annotations->clear();
  m_shade->set(std::nullopt);
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
