// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "workbench/figure/Ink.h"

namespace maury::workbench {

/// Vermilion of the lines of perfect agreement: y = x, and zero in residuals.
constexpr std::uint32_t kAgreementRgb = 0xD55E00;

/// Returns the Okabe–Ito colour of a label by canonical name: "teff", "logg", "mh", "feh", "alpham" (and "alphafe");
/// others take the theme's accent.
Ink labelInk(std::string_view name);
/// Returns the colour that a species has everywhere: Ca grey, Fe text, Si orange, Ti sky blue, Mg green; others muted
/// text. Takes "Ca", "Ca II".
Ink speciesInk(std::string_view species);

}  // namespace maury::workbench
