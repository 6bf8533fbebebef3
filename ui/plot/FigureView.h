// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QGraphicsView>
#include <QPolygonF>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

#include "ui/plot/FigureLayout.h"
#include "ui/plot/PlotPanel.h"
#include "ui/plot/ZoomStack.h"
#include "ui/plot/items/MarginItems.h"
#include "workbench/figure/Figure.h"

class QGraphicsScene;

namespace maury::ui {

using workbench::GridSpec;

/// A figure of aligned panels. Wheel zooms about the pointer (with Shift x only, with Control y only), left drag draws
/// a rubber band, middle drag or space + left drag pans, double click resets, Alt+Left and Alt+Right (and mouse buttons
/// 4 and 5) walk the zoom history, the context menu types limits and exports. GUI thread only.
class FigureView : public QGraphicsView {
  Q_OBJECT
public:
  enum class DragMode { Zoom, Box, Lasso };

  explicit FigureView(QWidget* parent = nullptr);
  explicit FigureView(const GridSpec& grid, QWidget* parent = nullptr);
  ~FigureView() override;

  /// Changes the shape; nothing happens where it is that already. Panels that stay (same row and column) keep their
  /// layers.
  void setGrid(const GridSpec& grid);
  const GridSpec& grid() const { return m_grid; }
  /// Valid until setGrid() makes the grid smaller than it.
  PlotPanel& panel(int row = 0, int column = 0);
  const PlotPanel& panel(int row = 0, int column = 0) const;

  void setColumnHeadings(const QStringList& markup);
  void setRowHeadings(const QStringList& markup);  ///< at the right, read downwards
  void setCommonTitles(const QString& x, const QString& y);
  /// One line above all panels, with what their colours stand for, texts as they are (no markup); none
  /// takes no room.
  void setFigureLegend(std::vector<LegendEntry> entries);
  /// Shows a colour bar at the right; nullopt removes it.
  void setColourBar(const std::optional<ColourBar>& bar);

  /// In Box and Lasso a left drag ends in outlined(); in Zoom it zooms.
  void setDragMode(DragMode mode);
  /// False: a double click only sends panelDoubleClicked.
  void setResetOnDoubleClick(bool on) { m_resetOnDoubleClick = on; }
  /// The file name proposed by Export…, without suffix.
  void setExportName(const QString& name) { m_exportName = name; }

  void resetZoom();
  void zoomBack();
  void zoomForward();
  bool canZoomBack() const { return m_zoom.canGoBack(); }
  bool canZoomForward() const { return m_zoom.canGoForward(); }
  /// Shows this range in a panel and those linked with it, as one step of the history.
  void zoomTo(int row, int column, double xLow, double xHigh, double yLow, double yHigh);
  /// Asks for the limits of a panel's axes.
  void editLimits(int row, int column);
  /// Asks for a file and a size, and writes the figure; a failure is told in a message box.
  void exportWithDialog();
  void copyImage();

  /// Draws everything in this theme instead of the screen's; nullopt returns to it. For export.
  void setThemeOverride(std::optional<Theme> theme);
  /// Paints the figure into a rectangle of the painter as if the view had the given size in scene pixels.
  void renderAt(QPainter& painter, const QRectF& target, const QSizeF& sceneSize);
  /// The size below which labels would clip.
  QSize minimumSizeHint() const override;
  QSize sizeHint() const override;

Q_SIGNALS:
  /// The pointer in data coordinates of the panel below it.
  void hovered(int row, int column, double x, double y);
  void hoverLeft();
  void clicked(int row, int column, double x, double y, Qt::KeyboardModifiers modifiers = {});
  void panelDoubleClicked(int row, int column);
  /// A line drawn round something in a panel, in data coordinates: a box's four corners or a lasso's points, the last
  /// to be joined to the first. Where an axis is logarithmic its sides are bent in data coordinates.
  void outlined(int row, int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers);
  /// A movable mark of a panel is dragged to this value; at every step.
  void markMoved(int row, int column, const QString& key, double value);
  void rangesChanged();

protected:
  void drawBackground(QPainter* painter, const QRectF& rect) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void changeEvent(QEvent* event) override;

private:
  struct Place {
    int row = -1, column = -1;
    bool valid() const { return row >= 0; }
  };
  struct Drag {
    enum class Kind { None, Band, Lasso, Pan, Mark } kind = Kind::None;
    Place panel;
    QPoint start, last;
    QPolygonF outline{};  ///< of a lasso so far, data coordinates
    QString mark{};       ///< key of the mark that is dragged
    QPoint outlineEnd{};  ///< where its last point is on the screen
  };

  Place panelAt(const QPoint& viewPosition) const;
  Place placeOf(const PlotPanel* panel) const;
  bool linkedX(const Place& a, const Place& b) const;
  bool linkedY(const Place& a, const Place& b) const;
  void spread(const PlotPanel* source);
  /// To be called before a change of range, and after it: one step of the history (a new one unless `merge`).
  void beginStep();
  void endStep(bool merge = false);
  void zoomAbout(const Place& place, const QPointF& scenePosition, double factorX, double factorY);
  void restore(const ZoomStack::Snapshot& snapshot);
  ZoomStack::Snapshot snapshot() const;
  void scheduleLayout();
  void textChanged();
  void layOut(const QSizeF& size);
  LabelPlan planOf(int row, int column) const;
  FigureMargins measure(const std::vector<QRectF>& areas, std::vector<LabelPlan>& plans) const;
  void connectPanel(PlotPanel* panel);
  void applyTheme();
  void moveMark(const QPoint& position);
  void showMarkCursor(const Place& place, const QPoint& position);
  void extendLasso(const QPoint& position);
  void finishBand(const QPoint& end, Qt::KeyboardModifiers modifiers);
  void endDrag();
  void pan(const QPoint& from, const QPoint& to);
  void updateCrosshair(const QPoint& position);

  GridSpec m_grid;
  std::unique_ptr<QGraphicsScene> m_scene;
  std::vector<PlotPanel*> m_panels;  ///< rows × columns, in the scene
  FigureTextItem* m_text = nullptr;
  ColourBarItem* m_colourBar = nullptr;
  std::optional<Theme> m_themeOverride;
  ZoomStack m_zoom;
  Drag m_drag;
  DragMode m_dragMode = DragMode::Zoom;
  QString m_exportName = QStringLiteral("figure");
  bool m_resetOnDoubleClick = true;
  QElapsedTimer m_sinceWheel;
  bool m_spaceHeld = false;
  bool m_layoutPending = false;
  bool m_spreading = false;
};

}  // namespace maury::ui
