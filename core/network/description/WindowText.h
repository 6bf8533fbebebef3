// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "network/description/NetworkDescription.h"

namespace maury::network {

/// Windows in words: "alpham=Ca,Si,Ti,Mg" (every line of these elements in the embedded lists within the grid, ±
/// kWindowHalfWidthNm), "mh=855.0-856.2" (vacuum nm), or both in one list. Ranges that overlap are joined. Throws
/// Error(Usage) that names the word, also for an element without a line in the grid.
LabelWindows windowsFromText(const std::string& text, const spectra::WavelengthGrid& grid);
/// The ranges as windowsFromText() reads them.
std::string windowsText(const LabelWindows& windows);

/// A little over the width (FWHM) of a line at the resolution of Gaia-RVS, 0.075 nm.
inline constexpr double kWindowHalfWidthNm = 0.1;

}  // namespace maury::network
