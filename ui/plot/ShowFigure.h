// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/figure/Figure.h"

namespace maury::ui {

class FigureView;
class PlotPanel;

/// Shows the contents of a figure in a view. Layers are replaced by key, and those of the previous contents that are
/// gone are removed; layers that a page has set itself (marks below the pointer) stay. Zoomed panels keep their zoom
/// as PlotPanel::setAxes() says. Takes the contents, so that long curves are moved and not copied. GUI thread only.
void showFigure(FigureView& view, workbench::Figure figure);

/// Shows the contents of one panel, likewise; for figures of which single panels follow live values.
void showPanel(PlotPanel& panel, workbench::Panel content);

}  // namespace maury::ui
