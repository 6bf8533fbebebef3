// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace maury::ui {

class FigureView;

struct ExportOptions {
  double widthMm = 180.0;  ///< A&A: 88 mm one column, 180 mm the page
  double dpi = 300.0;      ///< of a PNG
  /// Size of the figure's text on paper; the journals print 8–9 pt.
  double textPoints = 8.5;
};

/// Writes the figure as the view shows it (ranges, layers, the view's height to width) in the print theme on white: PDF
/// and SVG with text as text and lines as vectors, PNG with the resolution stored. The suffix decides. Atomic; the view
/// is unchanged afterwards. Blocks, ~0.1 s. Throws Error(Usage) for another suffix, Error(File) if it cannot be
/// written.
void exportFigure(FigureView& view, const std::filesystem::path& target, const ExportOptions& options = {});

}  // namespace maury::ui
