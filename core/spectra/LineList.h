// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "spectra/WavelengthGrid.h"

namespace maury::spectra {

/// A line of one species.
struct SpectralLine {
  double vacuumNm = 0.0;
  std::string species;  ///< "Ca II", "Fe I"
  /// How deep the line is in the reference star named by the list (0–1 of the continuum); 0 when not measured.
  double depth = 0.0;

  std::string element() const;  ///< "Ca"
};

/// Lines in order of wavelength.
using LineList = std::vector<SpectralLine>;

/// The lists embedded in the program from resources/lines: "rvs" (845–871 nm) and "optical" (354–741 nm).
const LineList& rvsLines();
const LineList& opticalLines();
/// Every embedded line inside the grid; the list a figure of that grid starts from.
LineList linesOn(const WavelengthGrid& grid);

/// For a list in which no depth was measured: fills in 1 − flux of a normalised spectrum of P pixels at each line (the
/// lowest of three pixels; 0 where that is negative or has no data). A list with measured depths stays as it is.
void measureDepths(LineList& lines, const WavelengthGrid& grid, std::span<const float> flux);

/// Reads a CSV with columns vacuum_nm (or air_nm) and species, optional depth. Throws Error naming file, line and
/// column.
LineList readLineList(const std::filesystem::path& path);

/// The line nearest to a wavelength, or nullptr when none is within `withinNm`.
const SpectralLine* nearestLine(std::span<const SpectralLine> lines, double wavelengthNm, double withinNm);

}  // namespace maury::spectra
