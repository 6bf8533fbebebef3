// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "ui/plot/export/FigureExport.h"
#include "workbench/figure/Figure.h"

namespace maury::ui {

/// Draws a figure at its suggested size, without a window, and writes it with exportFigure().
void exportContents(const std::filesystem::path& target, workbench::Figure figure, const ExportOptions& options = {});

}  // namespace maury::ui
