// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "survey/importing/readers/Format.h"
#include "survey/importing/source/SourceFile.h"
#include "survey/importing/wavelengths/Wavelengths.h"

namespace maury::survey {

/// Wavelengths of an image of one or two axes.
struct MatrixWavelengths {
  int axis = 1;                         ///< axis that counts pixels, 1 or 2; the other counts spectra
  std::vector<StatedWavelengths> rows;  ///< one for all spectra, or one for each

  const StatedWavelengths& ofRow(std::size_t row) const { return rows.size() == 1 ? rows.front() : rows[row]; }
  std::size_t pixels() const { return rows.front().nm.size(); }
  /// Returns true if each spectrum has wavelengths of its own, which hardly overlap: chips or orders of one star.
  bool areArms() const;
};

/// Finds the wavelengths of an image of fluxes. These places are tried in order: the file that the user named; the
/// header; another image, with one row per spectrum (APOGEE's visits) or one row for all (DESI); an image of two
/// numbers, start and step (the matrices of Gaia RVS spectra by OCA); a table. `isVacuum` says that the survey defines
/// them as vacuum. Throws Error(Format | Mismatch) if there are none or if their axis is ambiguous, MediumUnknown and
/// UnitUnknown.
MatrixWavelengths wavelengthsOfMatrix(SourceFile& file, const SourceFile::Image& image, const ReadContext& context,
                                      bool isVacuum);

/// Returns true if a 1-D image without wavelengths in its header has them elsewhere.
bool hasWavelengthsElsewhere(SourceFile& file, const SourceFile::Image& image);

}  // namespace maury::survey
