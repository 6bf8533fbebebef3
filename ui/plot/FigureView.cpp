// SPDX-License-Identifier: GPL-3.0-or-later
// Panels, layout, theme and zoom history of a figure; pointer and keyboard input is in FigureInput.cpp.
#include "ui/plot/FigureView.h"

#include <QClipboard>
#include <QGraphicsScene>
#include <QGuiApplication>
#include <QMessageBox>
#include <QTimer>
#include <algorithm>
#include <cmath>

#include "base/Error.h"
#include "base/Parallel.h"
#include "ui/plot/LimitsDialog.h"
#include "ui/plot/export/ExportDialog.h"
#include "ui/plot/export/FigureExport.h"
#include "ui/plot/items/LayerItem.h"
#include "ui/plot/items/drawing/RichText.h"
#include "workbench/outputs/OutputFiles.h"

namespace maury::ui {

namespace {

constexpr double kOuterMargin = 6.0;           ///< px around the figure
const QSizeF kMinimumArea(64, 44);             ///< smallest plot area, px
const QSizeF kMinimumSharedArea(44, 44);       ///< smallest plot area in print, if the panels share their axes
constexpr double kMinimumPrintedWidth = 96.0;  ///< px; of plot areas with axes of their own

}  // namespace

FigureView::FigureView(QWidget* parent) : FigureView(GridSpec{}, parent) {}

FigureView::FigureView(const GridSpec& grid, QWidget* parent)
    : QGraphicsView(parent), m_scene(std::make_unique<QGraphicsScene>()) {
  // All items move whenever the layout changes, so a spatial index would only be rebuilt.
  m_scene->setItemIndexMethod(QGraphicsScene::NoIndex);
  setScene(m_scene.get());
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAlignment(Qt::AlignLeft | Qt::AlignTop);
  setInteractive(false);
  setRenderHint(QPainter::Antialiasing);  // for series; the other items set their own hints
  setMouseTracking(true);
  viewport()->setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  m_text = new FigureTextItem;
  m_scene->addItem(m_text);
  connect(&ThemeNotifier::instance(), &ThemeNotifier::changed, this, &FigureView::applyTheme);
  setGrid(grid);
}

FigureView::~FigureView() = default;

void FigureView::setGrid(const GridSpec& grid) {
  if (grid == m_grid && !m_panels.empty()) return;
  const GridSpec old = std::exchange(m_grid, grid);
  m_grid.rows = std::max(1, m_grid.rows);
  m_grid.columns = std::max(1, m_grid.columns);
  endDrag();
  std::vector<PlotPanel*> panels;
  for (int row = 0; row < m_grid.rows; ++row)
    for (int column = 0; column < m_grid.columns; ++column) {
      PlotPanel* panel = nullptr;
      if (row < old.rows && column < old.columns && !m_panels.empty())
        panel = std::exchange(m_panels[static_cast<std::size_t>(row * old.columns + column)], nullptr);
      if (!panel) {
        panel = new PlotPanel;
        m_scene->addItem(panel);
        connectPanel(panel);
      }
      panels.push_back(panel);
    }
  for (PlotPanel* panel : m_panels)
    delete panel;
  m_panels = std::move(panels);
  m_zoom.clear();
  applyTheme();
  scheduleLayout();
  updateGeometry();
}

void FigureView::connectPanel(PlotPanel* panel) {
  connect(panel, &PlotPanel::axesChanged, this, [this] {
    m_zoom.clear();
    scheduleLayout();
  });
  connect(panel, &PlotPanel::rangeChanged, this, [this] {
    // Tick labels may have become wider.
    scheduleLayout();
    Q_EMIT rangesChanged();
  });
}

PlotPanel& FigureView::panel(int row, int column) {
  return *m_panels.at(static_cast<std::size_t>(row * m_grid.columns + column));
}
const PlotPanel& FigureView::panel(int row, int column) const {
  return *m_panels.at(static_cast<std::size_t>(row * m_grid.columns + column));
}

// Unchanged text is not repainted: moving a slider changes only the panels and perhaps the colour bar.

void FigureView::setColumnHeadings(const QStringList& markup, workbench::ShortHeadings shorter) {
  if (m_text->columnHeadings == markup && m_text->shortColumnHeadings == shorter) return;
  m_text->columnHeadings = markup;
  m_text->shortColumnHeadings = std::move(shorter);
  textChanged();
}

void FigureView::setRowHeadings(const QStringList& markup, workbench::ShortHeadings shorter) {
  if (m_text->rowHeadings == markup && m_text->shortRowHeadings == shorter) return;
  m_text->rowHeadings = markup;
  m_text->shortRowHeadings = std::move(shorter);
  textChanged();
}

void FigureView::setCommonTitles(const QString& x, const QString& y) {
  if (m_text->xTitle == x && m_text->yTitle == y) return;
  m_text->xTitle = x;
  m_text->yTitle = y;
  textChanged();
}

void FigureView::setFigureLegend(std::vector<LegendEntry> entries) {
  if (entries == m_text->legend) return;
  m_text->legend = std::move(entries);
  textChanged();
}

void FigureView::textChanged() {
  m_text->update();
  scheduleLayout();
}

void FigureView::setColourBar(const std::optional<ColourBar>& bar) {
  if (!bar) {
    delete std::exchange(m_colourBar, nullptr);
    scheduleLayout();
    return;
  }
  if (m_colourBar && m_colourBar->content() == *bar) return;
  if (!m_colourBar) {
    m_colourBar = new ColourBarItem(*bar);
    m_colourBar->setTheme(m_themeOverride.value_or(Theme::current()));
    m_scene->addItem(m_colourBar);
  }
  m_colourBar->setContent(*bar);
  scheduleLayout();
}

void FigureView::setThemeOverride(std::optional<Theme> theme) {
  m_themeOverride = std::move(theme);
  applyTheme();
}

void FigureView::applyTheme() {
  const Theme theme = m_themeOverride.value_or(Theme::current());
  for (PlotPanel* panel : m_panels)
    panel->setTheme(theme);
  m_text->setTheme(theme);
  if (m_colourBar) m_colourBar->setTheme(theme);
  if (!m_themeOverride) setBackgroundBrush(theme.card);
}

// ---- layout ----

void FigureView::scheduleLayout() {
  if (m_layoutPending) return;
  m_layoutPending = true;
  // Deferred, so that all changes a page makes in one go share one layout.
  QTimer::singleShot(0, this, [this] {
    if (m_layoutPending) layOutOnScreen();
  });
}

LabelPlan FigureView::planOf(const Shape& shape, int row, int column) const {
  LabelPlan plan;
  plan.below = !m_grid.shareX || row == shape.rows - 1;
  plan.left = !m_grid.shareY || column == 0;
  plan.pruneX = shape.columns > 1 && m_grid.shareY;
  plan.pruneY = shape.rows > 1 && m_grid.shareX;
  return plan;
}

FigureMargins FigureView::measure(const Shape& shape, const std::vector<QRectF>& areas,
                                  std::vector<LabelPlan>& plans) const {
  const auto rows = static_cast<std::size_t>(shape.rows), columns = static_cast<std::size_t>(shape.columns);
  FigureMargins margins;
  margins.left.assign(columns, 0.0);
  margins.right.assign(columns, 0.0);
  margins.top.assign(rows, 0.0);
  margins.bottom.assign(rows, 0.0);
  std::vector<double> leftLabels(columns, 0.0), belowLabels(rows, 0.0);
  std::vector<double> leftTitle(columns, 0.0), belowTitle(rows, 0.0);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      if (r * columns + c >= m_panels.size()) continue;
      const PlotPanel& panel = *m_panels[r * columns + c];
      const LabelPlan plan = planOf(shape, static_cast<int>(r), static_cast<int>(c));
      const QRectF& area = areas[r * columns + c];
      if (plan.left) {
        leftLabels[c] = std::max(leftLabels[c], labelSpace(panel.yAxis(), area.height(), false));
        if (!panel.yAxis().title.empty()) leftTitle[c] = kTitleGap + lineHeight();
        margins.left[c] = std::max(margins.left[c], kLabelGap);
      }
      if (plan.below) {
        belowLabels[r] = std::max(belowLabels[r], labelSpace(panel.xAxis(), area.width(), true));
        if (!panel.xAxis().title.empty()) belowTitle[r] = kTitleGap + lineHeight();
        margins.bottom[r] = std::max(margins.bottom[r], kLabelGap);
      }
      if (plan.below && !plan.pruneX) {
        const LabelledTicks ticks = ticksAlong(panel.xAxis(), area.width(), true);
        for (qsizetype i = 0; i < ticks.texts.size(); ++i) {
          const double pixel =
              mapOf(panel.xAxis(), 0, area.width()).toPixel(ticks.ticks.majors[static_cast<std::size_t>(i)]);
          const double overhang = pixel + rich::size(ticks.texts[i], figureFont()).width() / 2 - area.width();
          margins.right[c] = std::max(margins.right[c], std::ceil(overhang));
        }
      }
    }
  for (std::size_t c = 0; c < columns; ++c)
    if (margins.left[c] > 0.0) margins.left[c] += leftLabels[c] + leftTitle[c];
  margins.left.front() = std::max(margins.left.front(), m_grid.minLeft);
  for (std::size_t r = 0; r < rows; ++r)
    if (margins.bottom[r] > 0.0) margins.bottom[r] += belowLabels[r] + belowTitle[r];
  const QMarginsF text = m_text->margins();
  margins.outerLeft = kOuterMargin + text.left();
  margins.outerTop = kOuterMargin + std::max(text.top(), 2.0);
  margins.outerRight = kOuterMargin + text.right();
  margins.outerBottom = kOuterMargin + text.bottom();
  if (m_colourBar) margins.outerRight += m_colourBar->totalWidth(areas.back().bottom() - areas.front().top());
  plans.clear();
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      LabelPlan plan = planOf(shape, static_cast<int>(r), static_cast<int>(c));
      plan.leftSpace = leftLabels[c];
      plan.belowSpace = belowLabels[r];
      plans.push_back(plan);
    }
  return margins;
}

void FigureView::layOut(const QSizeF& size, const Shape& shape) {
  m_layoutPending = false;
  std::vector<QRectF> areas(shape.cells(), QRectF(0, 0, std::max(10.0, size.width() / shape.columns - 20),
                                                  std::max(10.0, size.height() / shape.rows - 20)));
  std::vector<LabelPlan> plans;
  FigureMargins margins;
  // The number of labels depends on the space, and the space on the labels. Two passes suffice because the space of the
  // labels grows in steps (labelSpace()).
  FigureGeometry geometry;
  for (int pass = 0; pass < 2; ++pass) {
    margins = measure(shape, areas, plans);
    geometry = layOutFigure(size, shape.rows, shape.columns, m_grid.rowStretch, m_grid.columnStretch, m_grid.gap,
                            m_grid.aspect, margins);
    areas = geometry.areas;
  }
  m_scene->setSceneRect(QRectF({0, 0}, size));
  for (std::size_t i = 0; i < std::min(m_panels.size(), areas.size()); ++i) {
    m_panels[i]->setLabelPlan(plans[i]);
    m_panels[i]->place(areas[i]);
  }
  m_text->place(areas, shape.rows, shape.columns, margins.left.front(), margins.bottom.back(), QRectF({0, 0}, size));
  if (m_colourBar) {
    const double x =
        std::round(geometry.grid.right() + margins.right.back() + m_text->margins().right() + ColourBarItem::kGap);
    m_colourBar->place({x, geometry.grid.top(), ColourBarItem::kWidth, geometry.grid.height()});
  }
}

FigureView::Shape FigureView::shapeInPrint(double width) const {
  Shape shape = shapeOnScreen();
  const bool areIndependent = !m_grid.shareX && !m_grid.shareY && m_grid.rowStretch.empty() &&
                              m_grid.columnStretch.empty() && m_text->columnHeadings.isEmpty() &&
                              m_text->rowHeadings.isEmpty();
  if (!areIndependent) return shape;
  int shown = 0;  // empty cells at the end are not placed
  double widest = kMinimumPrintedWidth;
  for (std::size_t i = 0; i < m_panels.size(); ++i) {
    if (!m_panels[i]->isVisible()) continue;
    shown = static_cast<int>(i) + 1;
    widest = std::max(widest, m_panels[i]->sizeOfTexts(kMinimumPrintedWidth).width());
  }
  const QSizeF area(widest, kMinimumArea.height());
  for (; shape.columns > 1; --shape.columns) {
    shape.rows = (std::max(1, shown) + shape.columns - 1) / shape.columns;
    std::vector<LabelPlan> plans;
    const FigureMargins margins = measure(shape, std::vector<QRectF>(shape.cells(), QRectF({0, 0}, area)), plans);
    if (minimumFigureSize(shape.rows, shape.columns, m_grid.gap, margins, area).width() <= width) return shape;
  }
  shape.rows = std::max(1, shown);
  return shape;
}

double FigureView::heightNeeded(const Shape& shape, int row, double width) const {
  double height = kMinimumArea.height();
  for (int column = 0; column < shape.columns; ++column) {
    const auto i = static_cast<std::size_t>(row * shape.columns + column);
    if (i >= m_panels.size() || !m_panels[i]->isVisible()) continue;
    height = std::max(height, m_panels[i]->sizeOfTexts(width).height());
    const std::string& title = m_panels[i]->yAxis().title;
    if (planOf(shape, row, column).left && !title.empty())
      height = std::max(height, rich::size(QString::fromStdString(title), figureFont()).width() + 1.0);
  }
  return height;
}

QSizeF FigureView::printSize(double width) const {
  const QSizeF shown = size().isEmpty() ? QSizeF(720, 480) : QSizeF(size());
  const Shape screen = shapeOnScreen(), shape = shapeInPrint(width);
  const QSizeF area = m_grid.shareX && m_grid.shareY ? kMinimumSharedArea : kMinimumArea;
  std::vector<LabelPlan> plans;
  const FigureMargins margins = measure(shape, std::vector<QRectF>(shape.cells(), QRectF({0, 0}, area)), plans);
  const QSizeF smallest = minimumFigureSize(shape.rows, shape.columns, m_grid.gap, margins, area);
  width = std::round(std::max(width, smallest.width()));
  const double areaWidth = (width - smallest.width()) / shape.columns + area.width();
  double perStretch = 0.0, stretches = 0.0;  // plot areas of a column share the height by their stretch
  for (int row = 0; row < shape.rows; ++row) {
    const auto r = static_cast<std::size_t>(row);
    const double stretch = r < m_grid.rowStretch.size() ? m_grid.rowStretch[r] : 1.0;
    perStretch = std::max(perStretch, heightNeeded(shape, row, areaWidth) / stretch);
    stretches += stretch;
  }
  const double textHeight = smallest.height() - area.height() * shape.rows + perStretch * stretches;
  const double cellRatio = shown.height() / screen.rows * screen.columns / shown.width();
  const double ratioHeight = width * cellRatio * shape.rows / shape.columns;
  return {width, std::ceil(std::max(ratioHeight, textHeight))};
}

void FigureView::renderAt(QPainter& painter, const QRectF& target, const QSizeF& sceneSize) {
  layOut(sceneSize, shapeInPrint(sceneSize.width()));
  painter.setRenderHint(QPainter::Antialiasing);
  m_scene->render(&painter, target, QRectF({0, 0}, sceneSize), Qt::IgnoreAspectRatio);
  layOutOnScreen();
}

/// Renders the changed layers of all panels on all cores before anything is painted.
void FigureView::drawBackground(QPainter* painter, const QRectF& rect) {
  const double scale = deviceScale(*painter);
  std::vector<PlotPanel*> stale;
  if (!isVector(*painter))
    std::copy_if(m_panels.begin(), m_panels.end(), std::back_inserter(stale),
                 [scale](const PlotPanel* panel) { return panel->needsPixels(scale); });
  parallelChunks(stale.size(), 1, 0, [&](std::size_t i, std::size_t, unsigned) { stale[i]->makePixels(scale); });
  QGraphicsView::drawBackground(painter, rect);
}

void FigureView::resizeEvent(QResizeEvent* event) {
  QGraphicsView::resizeEvent(event);
  layOutOnScreen();
}

void FigureView::changeEvent(QEvent* event) {
  QGraphicsView::changeEvent(event);
  if (event->type() == QEvent::FontChange) scheduleLayout();
}

QSize FigureView::minimumSizeHint() const {
  std::vector<LabelPlan> plans;
  const std::vector<QRectF> areas(m_panels.size(), QRectF({0, 0}, kMinimumArea));
  const FigureMargins margins = measure(shapeOnScreen(), areas, plans);
  return minimumFigureSize(m_grid.rows, m_grid.columns, m_grid.gap, margins, kMinimumArea).toSize();
}

QSize FigureView::sizeHint() const {
  return minimumSizeHint().expandedTo({480, 320});
}

// ---- ranges ----

FigureView::Place FigureView::placeOf(const PlotPanel* panel) const {
  const auto found = std::find(m_panels.begin(), m_panels.end(), panel);
  if (found == m_panels.end()) return {};
  const int index = static_cast<int>(found - m_panels.begin());
  return {index / m_grid.columns, index % m_grid.columns};
}

bool FigureView::linkedX(const Place& a, const Place& b) const {
  return m_grid.linkAll || (m_grid.shareX && a.column == b.column);
}
bool FigureView::linkedY(const Place& a, const Place& b) const {
  return m_grid.linkAll || (m_grid.shareY && a.row == b.row);
}

void FigureView::syncLinkedPanels(const PlotPanel* source) {
  const Place from = placeOf(source);
  const Axis x = source->xAxis(), y = source->yAxis();
  for (PlotPanel* panel : m_panels) {
    const Place place = placeOf(panel);
    if (panel == source) continue;
    if (linkedX(from, place)) panel->setXRange(x.low, x.high);
    if (linkedY(from, place)) panel->setYRange(y.low, y.high);
  }
}

ZoomStack::Snapshot FigureView::snapshot() const {
  ZoomStack::Snapshot views;
  for (const PlotPanel* panel : m_panels)
    views.push_back({panel->xAxis().low, panel->xAxis().high, panel->yAxis().low, panel->yAxis().high});
  return views;
}

void FigureView::restore(const ZoomStack::Snapshot& views) {
  for (std::size_t i = 0; i < std::min(views.size(), m_panels.size()); ++i)
    m_panels[i]->setRange(views[i][0], views[i][1], views[i][2], views[i][3]);
}

void FigureView::beginStep() {
  if (m_zoom.isEmpty()) m_zoom.start(snapshot());
}

void FigureView::endStep(bool merge) {
  m_zoom.push(snapshot(), merge);
}

void FigureView::zoomTo(int row, int column, double xLow, double xHigh, double yLow, double yHigh) {
  beginStep();
  PlotPanel& target = panel(row, column);
  target.setRange(xLow, xHigh, yLow, yHigh);
  syncLinkedPanels(&target);
  endStep();
}

void FigureView::resetZoom() {
  beginStep();
  for (PlotPanel* panel : m_panels)
    panel->setRange(panel->homeX().low, panel->homeX().high, panel->homeY().low, panel->homeY().high);
  endStep();
}

void FigureView::zoomBack() {
  if (const auto* views = m_zoom.back()) restore(*views);
}

void FigureView::zoomForward() {
  if (const auto* views = m_zoom.forward()) restore(*views);
}

void FigureView::editLimits(int row, int column) {
  const PlotPanel& target = panel(row, column);
  LimitsDialog dialog(target.xAxis(), target.yAxis(), this);
  if (dialog.exec() != QDialog::Accepted) return;
  const auto [xLow, xHigh, yLow, yHigh] = dialog.limits();
  zoomTo(row, column, xLow, xHigh, yLow, yHigh);
}

void FigureView::exportWithDialog() {
  ExportDialog dialog(m_exportName, this);
  if (dialog.exec() != QDialog::Accepted) return;
  try {
    workbench::requireWritableOutputs({{dialog.target(), workbench::OutputKind::Figure}}, {}, {});
    exportFigure(*this, dialog.target(), dialog.options());
  } catch (const Error& error) {
    QMessageBox::warning(this, tr("Export figure"), QString::fromStdString(error.what()));
  }
}

void FigureView::copyImage() {
  QGuiApplication::clipboard()->setPixmap(viewport()->grab());
}

}  // namespace maury::ui
