// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "base/Job.h"
#include "galaxy/panels/PanelGrid.h"

namespace maury::ui {

/// What `maury --render` draws without a window.
struct RenderRequest {
  QString page;       ///< train, spectrum or galaxy
  QStringList files;  ///< a survey, spectra or a catalogue; and a model (.safetensors) where the page needs one
  QString filter;     ///< stars, in words
  QString star;       ///< spectrum: this star (id) instead of the filter's mean
  galaxy::PanelGridOptions panels = openPanels();
  bool marginals = false;  ///< galaxy: histograms along the panels' edges
  double widthMm = 180.0;
  double dpi = 300.0;
  QStringList out;  ///< each a .pdf, .svg or .png

  /// Returns options without edges and labels, which are then those that fit the stars.
  static galaxy::PanelGridOptions openPanels();
};

QStringList renderPages();

/// Draws the page and writes the file atomically, in the print theme. Needs a QApplication (any platform, "offscreen"
/// too). Blocks. Throws maury::Error.
void render(const RenderRequest& request, Job& job);

}  // namespace maury::ui
