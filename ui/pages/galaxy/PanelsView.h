// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ui/plot/FigureView.h"
#include "workbench/galaxy/GalaxyFigure.h"

namespace maury::ui {

/// Grid of panels in R and |Z| with their overlays. A double click enlarges a panel or returns to the grid; drawing an
/// outline selects the stars inside, and so does a click inside a contour while setContourPicking(true) holds.
class PanelsView : public FigureView {
  Q_OBJECT

public:
  explicit PanelsView(QWidget* parent = nullptr);

  /// Sets the panels without drawing them; call showPanels() next. Earlier overlays stay until they are rebinned, so
  /// that they do not flicker at each step of a slider, unless the shape of the grid or the plane has changed.
  void setPanels(const workbench::BinnedPanels& panels);
  /// Drops panels and overlays, e.g. when other stars are opened.
  void clearPanels();
  /// Redraws with these overlays, which must belong to the latest panels. Does nothing if there were and are none.
  void setOverlays(std::vector<workbench::GalaxyOverlay> overlays);
  /// Draws the panels with this appearance, except for `enlarged`, which the view itself controls.
  void showPanels(const workbench::GalaxyFigureOptions& appearance);
  void setContourPicking(bool picks);
  /// Returns the displayed figure; empty before there are panels.
  workbench::Figure contents() const;

Q_SIGNALS:
  /// The user drew an outline in a panel; `rows` lie inside.
  void starsOutlined(const std::vector<std::size_t>& rows, Qt::KeyboardModifiers modifiers);
  /// The user clicked inside a contour; `rows` lie inside it.
  void contourPicked(const std::vector<std::size_t>& rows, Qt::KeyboardModifiers modifiers);
  /// A click hit no contour; `sentence` states the reason.
  void contourMissed(const QString& sentence);

private:
  void redraw();
  void enlarge(int row, int column);
  const galaxy::Panel& panelAt(int row, int column) const;
  void pickContour(int row, int column, double x, double y, Qt::KeyboardModifiers modifiers);
  void markContour(int row, int column, const QPointF& point);
  /// Removes the mark from all panels but one.
  void unmarkContours(int keptRow = -1, int keptColumn = -1);

  std::optional<workbench::BinnedPanels> m_panels;
  std::vector<workbench::GalaxyOverlay> m_overlays;
  workbench::GalaxyFigureOptions m_appearance;
  bool m_picksContours = false;
};

}  // namespace maury::ui
