// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "ui/plot/export/FigureExport.h"
#include "workbench/figure/Figure.h"

namespace maury::ui {

/// Draws the contents of a figure at their suggested size and writes them as exportFigure() does, without a window.
void exportContents(const std::filesystem::path& target, workbench::Figure figure, const ExportOptions& options = {});

}  // namespace maury::ui
