// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "network/description/NetworkDescription.h"

namespace maury::network {

/// Parses the windows of a label: "alpham=Ca,Si,Ti,Mg" selects every line of these elements in the embedded line lists
/// that is within the grid, ± kWindowHalfWidthNm; "mh=855.0-856.2" selects a range (vacuum, nm). A list may contain
/// both. Overlapping ranges are merged. Throws Error(Usage) naming the word, also if an element has no line in the
/// grid.
LabelWindows windowsFromText(const std::string& text, const spectra::WavelengthGrid& grid);
/// Returns the ranges in the form that windowsFromText() reads.
std::string windowsText(const LabelWindows& windows);

/// Half width of the window of a line: a little more than the line's FWHM at the resolution of Gaia-RVS, 0.075 nm.
inline constexpr double kWindowHalfWidthNm = 0.1;

}  // namespace maury::network
