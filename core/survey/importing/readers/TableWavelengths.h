// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "survey/importing/readers/Wavelengths.h"

namespace maury::survey {

/// Returns the wavelengths of a vector of `pixels` values in column `column` (lower case) of a FITS table, as its
/// header describes them:
/// - by the world coordinates of a vector: 1CRVLn, 1CDLTn, 1CRPXn, 1CUNIn and 1CTYPn for column n (FITS standard 4.0,
///   section 8.2, table 22; 4MOST);
/// - by CRVAL, CDELT, CRPIX and NPIXELS without a number, in log10 of Å if CTYPE is LOG-LINEAR (SDSS-V's mwmVisit).
/// Returns nullopt if it does not. `isVacuum` says that the survey defines them as vacuum.
std::optional<StatedWavelengths> wavelengthsInTableHeader(SourceFile& file, const std::string& column,
                                                          std::size_t pixels, bool isVacuum,
                                                          ImportOptions::Medium medium);

/// Returns true if the header of the table states that its wavelengths are in air, false for vacuum, in the unit
/// "Angstrom (Vacuum)" of SDSS-V; nullopt if it does not say.
std::optional<bool> mediumInUnit(HeaderKeys& keys);

}  // namespace maury::survey
