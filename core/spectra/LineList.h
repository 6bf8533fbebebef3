// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "spectra/WavelengthGrid.h"

namespace maury::spectra {

/// Spectral line of one species.
struct SpectralLine {
  double vacuumNm = 0.0;  ///< vacuum wavelength (nm)
  std::string species;    ///< element and ionisation stage: "Ca II", "Fe I"
  /// Depth in the reference star that the list names, as a fraction of the continuum (0–1); 0 if it was not measured.
  double depth = 0.0;

  std::string element() const;  ///< returns the element of the species: "Ca"
};

/// Lines in order of wavelength.
using LineList = std::vector<SpectralLine>;

/// Returns the embedded list resources/lines/rvs.csv (845–871 nm).
const LineList& rvsLines();
/// Returns the embedded list resources/lines/optical.csv (354–741 nm).
const LineList& opticalLines();
/// Returns the embedded list resources/lines/hband.csv (1517–1694 nm).
const LineList& hBandLines();
/// Returns all embedded lines inside the grid: the default list of a figure on that grid.
LineList linesOn(const WavelengthGrid& grid);

/// Sets the depth of each line to 1 − flux of a normalised spectrum of P pixels (the lowest of three pixels; 0 if that
/// is negative or there are no data). Does nothing if the list has a measured depth already.
void measureDepths(LineList& lines, const WavelengthGrid& grid, std::span<const float> flux);

/// Reads a CSV with the columns vacuum_nm (or air_nm) and species, and optionally depth. Throws Error naming file, line
/// and column.
LineList readLineList(const std::filesystem::path& path);

/// Returns the line nearest to a wavelength, or nullptr if none is within `withinNm`.
const SpectralLine* nearestLine(std::span<const SpectralLine> lines, double wavelengthNm, double withinNm);

}  // namespace maury::spectra
