// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "base/Job.h"
#include "workbench/outputs/OutputFiles.h"
#include "workbench/pages/PageFigures.h"

namespace maury::ui {

/// Page that `maury --render` draws without a window, and the files to write.
struct RenderRequest {
  QString page;       ///< one of workbench::pageNames()
  QStringList files;  ///< a survey, spectra or a catalogue, and a model (.safetensors) if the page needs one
  workbench::PageOptions options{};
  double widthMm = 180.0;
  double dpi = 300.0;
  QStringList out;  ///< files to write, each a .pdf, .svg or .png
  workbench::OutputOptions output{};
};

/// Draws the page in the print theme and writes each file atomically. Needs a QApplication (on any platform, including
/// "offscreen"). Blocks. Throws maury::Error.
void render(const RenderRequest& request, Job& job);

}  // namespace maury::ui
