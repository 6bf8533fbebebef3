// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "base/Job.h"
#include "workbench/pages/PageFigures.h"

namespace maury::ui {

/// What `maury --render` draws without a window.
struct RenderRequest {
  QString page;       ///< one of workbench::pageNames()
  QStringList files;  ///< a survey, spectra or a catalogue; and a model (.safetensors) where the page needs one
  workbench::PageOptions options{};
  double widthMm = 180.0;
  double dpi = 300.0;
  QStringList out;  ///< each a .pdf, .svg or .png
};

/// Draws the page and writes the file atomically, in the print theme. Needs a QApplication (any platform, "offscreen"
/// too). Blocks. Throws maury::Error.
void render(const RenderRequest& request, Job& job);

}  // namespace maury::ui
