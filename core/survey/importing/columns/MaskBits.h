// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace maury::survey {

class SourceFile;

/// Bits of a mask as a survey defines them.
struct MaskDefinition {
  std::string_view name;      ///< "APOGEE_PIXMASK"
  std::uint64_t bad;          ///< bits of pixels without data; the others are warnings
  std::string_view badNames;  ///< names of these bits; empty if they are all bits
};

/// Place of a mask, which shows the survey that defines its bits.
struct MaskPlace {
  std::string name = {};       ///< column, or EXTNAME of an image, in lower case
  std::string table = {};      ///< EXTNAME of the HDU of a column, in lower case
  std::string telescope = {};  ///< TELESCOP of the file, in upper case
  bool isImage = false;        ///< true for an image or a row of one
  bool isApogee = false;       ///< true if the primary header has V_APRED, as APOGEE's visits have
};

/// Returns the place of a mask in the HDU `hdu` of a FITS file (1 = primary), or in a file of another format.
MaskPlace maskPlaceIn(SourceFile& file, int hdu, std::string_view name, bool isImage);

/// Returns the definition of a mask by the names and keys that its survey uses; nullptr if none is known. Thread-safe.
const MaskDefinition* maskDefinitionOf(const MaskPlace& place);

/// Returns true for a mask whose bits are set if any of several exposures has them, so that the spectrum of all of them
/// may have data (SDSS's or_mask, LAMOST's ORMASK, and pixel_flags of SDSS-V's BOSS spectra). Thread-safe.
bool isMaskOfAnyExposure(const MaskPlace& place);

}  // namespace maury::survey
