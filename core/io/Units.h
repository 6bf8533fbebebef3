// SPDX-License-Identifier: GPL-3.0-or-later
// Units and UCDs in the spelling that other programs accept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace maury::io {

/// Returns the length of a unit in nm: 0.1 for "Angstrom", "ANG", "0.1nm" or "1e-10 m". Knows the units of FITS
/// standard 4.0, section 4.3, the spellings in use, in any case, and a number or power of ten before the unit. "A" and
/// "a" are taken for Å, because this function is for wavelengths. Returns nullopt for anything else.
std::optional<double> nmOfLength(std::string_view unit);

/// Returns true for a text that means "no unit": blank, "NONE", "unknown", "pixel" and the like.
bool isNoUnit(std::string_view unit);

/// Returns `unit` in a spelling that both FITS (standard 4.0, section 4.3) and the IVOA's VOUnits accept: "mas.yr**-1"
/// → "mas/yr", "W m^-2 nm^-1" → "W.m**-2.nm**-1", "Å" → "Angstrom". Returns an empty string for units that they lack,
/// such as dex.
std::string standardUnit(std::string_view unit);

/// Unit and description of a column as they are written to a file.
struct DescribedUnit {
  std::string unit;         ///< standardUnit(), or "dex" if the format allows it
  std::string description;  ///< ends in the original unit, such as " [dex]", if `unit` cannot express it
};
/// Returns the unit and description to write for a column. `keepsDex` is true for a format that has the unit dex:
/// astropy's ECSV has it, FITS and VOTable do not.
DescribedUnit describeUnit(const std::string& unit, const std::string& description, bool keepsDex);

/// Returns true if the text is spelled like a UCD1+ (IVOA UCD 1.5): words of letters, digits, '.', '-' and '_',
/// separated by ';'.
bool isUcd(std::string_view text);

}  // namespace maury::io
