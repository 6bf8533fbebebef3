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

/// Figure of aligned panels. The wheel zooms about the pointer (Shift: x only, Ctrl: y only), a left drag draws a
/// rubber band, a middle drag or Space + left drag pans, and a double click resets the zoom. Alt+Left and Alt+Right
/// (and mouse buttons 4 and 5) step through the zoom history; the context menu sets limits and exports. UI thread
/// only.
class FigureView : public QGraphicsView {
  Q_OBJECT
public:
  enum class DragMode { Zoom, Box, Lasso };

  explicit FigureView(QWidget* parent = nullptr);
  explicit FigureView(const GridSpec& grid, QWidget* parent = nullptr);
  ~FigureView() override;

  /// Changes the shape of the grid; does nothing if it is unchanged. Panels that remain (same row and column) keep
  /// their layers.
  void setGrid(const GridSpec& grid);
  const GridSpec& grid() const { return m_grid; }
  /// Returns a panel; the reference is valid until setGrid() removes the panel.
  PlotPanel& panel(int row = 0, int column = 0);
  const PlotPanel& panel(int row = 0, int column = 0) const;

  /// Sets the headings above the columns, and short ones that replace them where they do not fit.
  void setColumnHeadings(const QStringList& markup, workbench::ShortHeadings shorter = {});
  /// Sets the headings on the right of the rows, read downwards.
  void setRowHeadings(const QStringList& markup, workbench::ShortHeadings shorter = {});
  void setCommonTitles(const QString& x, const QString& y);
  /// Shows a one-line colour legend above all panels; its texts are plain, not markup. An empty legend takes no space.
  void setFigureLegend(std::vector<LegendEntry> entries);
  /// Shows a colour bar on the right; nullopt removes it.
  void setColourBar(const std::optional<ColourBar>& bar);

  /// Selects the effect of a left drag: it zooms in Zoom mode and ends in outlined() in Box and Lasso mode.
  void setDragMode(DragMode mode);
  /// Sets whether a double click resets the zoom; it emits panelDoubleClicked() in either case.
  void setResetOnDoubleClick(bool on) { m_resetOnDoubleClick = on; }
  /// Sets the file name, without suffix, that Export figure… proposes.
  void setExportName(const QString& name) { m_exportName = name; }

  void resetZoom();
  void zoomBack();
  void zoomForward();
  bool canZoomBack() const { return m_zoom.canGoBack(); }
  bool canZoomForward() const { return m_zoom.canGoForward(); }
  /// Shows this range in a panel and the panels linked to it, as one step of the history.
  void zoomTo(int row, int column, double xLow, double xHigh, double yLow, double yHigh);
  /// Asks for the limits of a panel's axes and applies them.
  void editLimits(int row, int column);
  /// Asks for a file and a size and writes the figure; a message box reports a failure.
  void exportWithDialog();
  void copyImage();

  /// Draws everything in this theme; nullopt restores the screen's theme. Used for export.
  void setThemeOverride(std::optional<Theme> theme);
  /// Returns the size in scene pixels at which the figure is printed if it is about `width` wide: wide enough for its
  /// labels, with the displayed ratio of height to width unless titles, notes and legends need more height. Panels with
  /// axes of their own (neither shared nor with headings) are arranged in fewer columns if they would be too narrow.
  QSizeF printSize(double width) const;
  /// Paints the figure into a rectangle of the painter, laid out as if the view had the size that printSize() returned.
  void renderAt(QPainter& painter, const QRectF& target, const QSizeF& sceneSize);
  /// Returns the size below which labels would be cut off.
  QSize minimumSizeHint() const override;
  QSize sizeHint() const override;

Q_SIGNALS:
  /// Emitted as the pointer moves, with its position in data coordinates of the panel under it.
  void hovered(int row, int column, double x, double y);
  void hoverEnded();
  void clicked(int row, int column, double x, double y, Qt::KeyboardModifiers modifiers = {});
  void panelDoubleClicked(int row, int column);
  /// The user has drawn an outline in a panel: the four corners of a box or the points of a lasso, not closed, in data
  /// coordinates. On a log axis, sides that are straight on the screen are curved in data coordinates.
  void outlined(int row, int column, const QPolygonF& outline, Qt::KeyboardModifiers modifiers);
  /// The mark of a bin edge is being dragged to this value; emitted at every step.
  void markMoved(int row, int column, const maury::workbench::PlaneEdge& edge, double value);
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
  /// Rows and columns in which the panels are placed, row-major: those of the grid, or fewer columns in print.
  struct Shape {
    int rows = 1, columns = 1;
    std::size_t cells() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns); }
  };
  struct Drag {
    enum class Kind { None, Band, Lasso, Pan, Mark } kind = Kind::None;
    Place panel;
    QPoint start, last;
    QPolygonF outline{};                         ///< lasso drawn so far, data coordinates
    std::optional<workbench::PlaneEdge> edge{};  ///< the dragged edge
    QPoint outlineEnd{};                         ///< last point of the lasso, view coordinates
  };

  Place panelAt(const QPoint& viewPosition) const;
  Place placeOf(const PlotPanel* panel) const;
  bool linkedX(const Place& a, const Place& b) const;
  bool linkedY(const Place& a, const Place& b) const;
  void syncLinkedPanels(const PlotPanel* source);
  /// beginStep() and endStep() enclose a change of range that is one step of the history (the same step as before if
  /// `merge`).
  void beginStep();
  void endStep(bool merge = false);
  void zoomAbout(const Place& place, const QPointF& scenePosition, double factorX, double factorY);
  void restore(const ZoomStack::Snapshot& snapshot);
  ZoomStack::Snapshot snapshot() const;
  void scheduleLayout();
  void textChanged();
  Shape shapeOnScreen() const { return {m_grid.rows, m_grid.columns}; }
  Shape shapeInPrint(double width) const;
  void layOut(const QSizeF& size, const Shape& shape);
  void layOutOnScreen() { layOut(viewport()->size(), shapeOnScreen()); }
  LabelPlan planOf(const Shape& shape, int row, int column) const;
  FigureMargins measure(const Shape& shape, const std::vector<QRectF>& areas, std::vector<LabelPlan>& plans) const;
  /// Returns the height of plot areas of this width that titles, notes and legends of a row need.
  double heightNeeded(const Shape& shape, int row, double width) const;
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
  std::vector<PlotPanel*> m_panels;  ///< rows × columns, row-major; owned by the scene
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
};

}  // namespace maury::ui
