// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/figure/Figure.h"

namespace maury::ui {

class FigureView;
class PlotPanel;

/// Shows the contents of a figure in a view. Layers are replaced by key. Layers of the previous contents that are
/// missing from the new ones are removed; layers that a page has set itself (such as marks under the pointer) stay.
/// Zoomed panels keep their zoom under the conditions of PlotPanel::setAxes(). Takes the figure by value, so that long
/// curves are moved and not copied. UI thread only.
void showFigure(FigureView& view, workbench::Figure figure);

/// Shows the contents of one panel in the same way; for figures in which single panels follow live values.
void showPanel(PlotPanel& panel, workbench::Panel content);

}  // namespace maury::ui
