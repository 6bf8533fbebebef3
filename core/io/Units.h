// SPDX-License-Identifier: GPL-3.0-or-later
// Units and UCDs as files of other programs may hold them.
#pragma once

#include <string>
#include <string_view>

namespace maury::io {

/// `unit` in the spelling that FITS (standard 4.0, section 4.3) and the IVOA's VOUnits both have: "mas.yr**-1" →
/// "mas/yr", "W m^-2 nm^-1" → "W.m**-2.nm**-1", "Å" → "Angstrom". Empty for what they do not have, such as dex.
std::string standardUnit(std::string_view unit);

struct StatedUnit {
  std::string unit;         ///< standardUnit()
  std::string description;  ///< with " [dex]" after it where the unit is no standard one, so that it is not lost
};
/// dex is kept where `keepsDex`: astropy's ECSV has it, FITS and VOTable do not.
StatedUnit statedUnit(const std::string& unit, const std::string& description, bool keepsDex);

/// True for words of letters, digits, '.', '-' and '_' with ';' between them, as a UCD1+ is written (IVOA UCD 1.5).
bool isUcd(std::string_view text);

}  // namespace maury::io
