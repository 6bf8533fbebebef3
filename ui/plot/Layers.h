// SPDX-License-Identifier: GPL-3.0-or-later
// The layers of a panel as the workbench computes them. Colours and fonts are resolved at painting.
#pragma once

#include <Qt>

#include "workbench/figure/Layers.h"

namespace maury::ui {

using workbench::Band;
using workbench::Bars;
using workbench::Box;
using workbench::ColouredLine;
using workbench::ContourLevel;
using workbench::Contours;
using workbench::Corner;
using workbench::DensityCells;
using workbench::EdgeHistogram;
using workbench::ErrorBars;
using workbench::HorizontalMark;
using workbench::kEdgeHistogramMargin;
using workbench::LayerContent;
using workbench::LegendEntry;
using workbench::Line;
using workbench::LineMark;
using workbench::LineMarks;
using workbench::LineStyle;
using workbench::Note;
using workbench::Points;
using workbench::Span;
using workbench::Stroke;
using workbench::VerticalMark;

inline Qt::PenStyle penStyle(Stroke stroke) {
  return stroke == Stroke::Dashed ? Qt::DashLine : Qt::SolidLine;
}

}  // namespace maury::ui
