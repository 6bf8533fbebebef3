// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace maury::ui {

class FigureView;

struct ExportOptions {
  double widthMm = 180.0;  ///< A&A: 88 mm for one column, 180 mm for the page
  double dpi = 300.0;      ///< PNG only
  /// Size of the figure's text on paper; journals print 8–9 pt.
  double textPoints = 8.5;
};

/// Throws Error(Usage) unless the suffix of `target` is that of a figure: .pdf, .svg or .png, in any case.
void requireFigureSuffix(const std::filesystem::path& target);

/// Writes the figure as the view shows it (ranges and layers), laid out for the width (FigureView::printSize()), in the
/// print theme on white. The suffix selects the format: PDF and SVG keep text as text and lines as vectors, PNG stores
/// its resolution. Atomic; the view is unchanged afterwards. Blocks for about 0.1 s. Throws Error(Usage) for any other
/// suffix and Error(File) if the file cannot be written.
void exportFigure(FigureView& view, const std::filesystem::path& target, const ExportOptions& options = {});

}  // namespace maury::ui
