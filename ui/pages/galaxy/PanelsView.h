// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ui/plot/FigureView.h"
#include "workbench/galaxy/GalaxyFigure.h"

namespace maury::ui {

/// The panels of R and |Z| with their overlays: a double click enlarges one, a line drawn in one selects the stars
/// inside, and so does a click inside a contour while picksContours().
class PanelsView : public FigureView {
  Q_OBJECT

public:
  explicit PanelsView(QWidget* parent = nullptr);

  /// Takes panels; show() draws them. Overlays stay until they are binned anew, so that they do not blink at each step
  /// of a slider, unless the panels are of another shape or plane.
  void setPanels(const workbench::BinnedPanels& panels);
  /// Forgets panels and overlays: other stars are open.
  void clearPanels();
  /// Draws anew with these overlays of the panels that were set last, if they differ from no overlays before.
  void setOverlays(std::vector<workbench::GalaxyOverlay> overlays);
  /// Draws the panels with this appearance; its `enlarged` is the view's own.
  void showPanels(const workbench::GalaxyFigureOptions& appearance);
  void setPicksContours(bool picks);

Q_SIGNALS:
  /// Rows inside a line that was drawn in a panel.
  void starsOutlined(const std::vector<std::size_t>& rows, Qt::KeyboardModifiers modifiers);
  /// Rows inside the contour that was clicked on.
  void contourPicked(const std::vector<std::size_t>& rows, Qt::KeyboardModifiers modifiers);
  /// A click met no contour, for this reason.
  void noContour(const QString& sentence);

private:
  void redraw();
  void enlarge(int row, int column);
  const galaxy::Panel& panelAt(int row, int column) const;
  void pickContour(int row, int column, double x, double y, Qt::KeyboardModifiers modifiers);
  void markContour(int row, int column, const QPointF& at);
  /// Removes the mark from all panels but one.
  void unmarkContours(int keptRow = -1, int keptColumn = -1);

  std::optional<workbench::BinnedPanels> m_panels;
  std::vector<workbench::GalaxyOverlay> m_overlays;
  workbench::GalaxyFigureOptions m_appearance;
  bool m_picksContours = false;
};

}  // namespace maury::ui
