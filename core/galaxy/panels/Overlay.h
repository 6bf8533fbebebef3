// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "galaxy/panels/PanelGrid.h"

namespace maury::galaxy {

/// Second catalogue in the same panels, drawn over the first one as contours.
struct Overlay {
  PanelGrid grid;
  std::size_t stars = 0;   ///< number of binned stars
  bool isFiltered = true;  ///< false if the catalogue lacks a column of the filter, so that all stars are binned
};

/// Bins the stars of `catalogue` that pass `filter`, or all stars if the catalogue lacks a column of the filter, with
/// the options of the first catalogue but without means and medians. Predicted and reference labels stand for each
/// other if the catalogue has only one of them. Blocks; thread-safe. Throws Error(Mismatch) if the catalogue lacks the
/// labels, R or Z (call ensurePositions() first), and the errors of panelGrid().
Overlay binOverlay(const survey::Dataset& catalogue, const std::string& filter, const PanelGridOptions& options);

}  // namespace maury::galaxy
