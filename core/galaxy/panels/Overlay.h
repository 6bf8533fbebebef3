// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "galaxy/panels/PanelGrid.h"

namespace maury::galaxy {

/// A second catalogue in the panels of a first, to lie over them as contours.
struct Overlay {
  PanelGrid grid;
  std::size_t stars = 0;   ///< that were binned: those of the filter, or all
  bool isFiltered = true;  ///< false: it lacks a name of the filter, and all its stars are there
};

/// Bins `catalogue` as `options` bin the first, without means and running medians: its stars that pass `filter`, or all
/// where it lacks a name of it. Blocks; safe on any thread. Throws Error(Mismatch) if it lacks the labels, R or Z
/// (ensurePositions() finds these), and as panelGrid().
Overlay overlayOf(const survey::Dataset& catalogue, const std::string& filter, const PanelGridOptions& options);

}  // namespace maury::galaxy
