// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "survey/importing/columns/FluxColumns.h"
#include "survey/importing/source/SourceFile.h"

namespace maury::survey {

/// Columns of a table with one row per pixel, and how they were recognised.
struct PixelColumns {
  FluxColumns names;
  bool isGuessed = false;            ///< recognised by values, because the names of the columns do not tell
  std::vector<std::string> fluxes;   ///< columns among which the flux is; more than one if they do not tell
  std::vector<std::string> leftOut;  ///< numeric columns that were not used and could belong to the spectrum
};

/// Finds the columns of a spectrum in a table with one row per pixel: by the roles that the user gave, by names, or by
/// values. By values, a table of two to four numeric columns is a spectrum if the first rises or falls like wavelengths
/// (evenly, from 90 nm to 30 µm in some unit) and no name is that of an id or a label. Returns nullopt for other
/// tables, and for text that cannot be read as a table.
std::optional<PixelColumns> pixelColumnsOf(SourceFile& file);

}  // namespace maury::survey
