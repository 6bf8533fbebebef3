// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "workbench/figure/Ink.h"

namespace maury::workbench {

/// Vermilion, for the line of perfect agreement: y = x, or zero in a plot of residuals.
constexpr std::uint32_t kAgreementRgb = 0xD55E00;

/// Returns the Okabe–Ito colour of a label by its canonical name: "teff", "logg", "mh", "feh", "alpham" or "alphafe",
/// or of its prediction; the accent colour of the theme for other labels.
Ink labelInk(std::string_view name);
/// Returns the colour of a species ("Ca" or "Ca II") in all figures: Fe in the text colour, Si orange, Ti sky blue, Mg
/// green; Ca and all others in muted text.
Ink speciesInk(std::string_view species);

}  // namespace maury::workbench
