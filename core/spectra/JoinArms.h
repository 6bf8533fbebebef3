// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "spectra/WavelengthGrid.h"

namespace maury::spectra {

/// Spectrum of one arm of a spectrograph. `fluxError` may be empty; NaN = no data in both.
struct ArmSpectrum {
  const WavelengthGrid* grid = nullptr;
  std::span<const float> flux;       ///< pixels of `grid`
  std::span<const float> fluxError;  ///< pixels of `grid`, 1σ, or empty
};

/// Returns true if the arms overlap by more than half of the shorter one, so that they are not arms of one spectrum but
/// repeats of it.
bool coverTheSame(double firstA, double lastA, double firstB, double lastB);

/// Returns one grid for the spectra of several arms, in any order:
/// - If all arms lie on one lattice, uniform in λ or in log λ (within 5 % of a pixel), the grid is that lattice. It has
///   the very wavelengths of the arms, so that no spectrum is interpolated.
/// - Otherwise, if no arms overlap, it has the pixels of the arms, and between them pixels in steps of the finer
///   neighbour.
/// - Otherwise it is uniform, in the finest step of all arms: in log λ if all arms are, else in λ.
/// Throws Error(Format) for more than a million pixels.
WavelengthGrid joinedGrid(std::span<const WavelengthGrid* const> arms);

/// Writes the spectra of all arms onto `grid`: pixels of an arm that coincide with those of the grid are copied, others
/// are rebinned (Resample.h). Where arms overlap, the flux is the mean weighted by inverse variance, or the plain mean
/// if no arm has an error there. Pixels that no arm covers are NaN. `fluxError` may be empty; both have the pixels of
/// `grid`.
void joinArms(std::span<const ArmSpectrum> arms, const WavelengthGrid& grid, std::span<float> flux,
              std::span<float> fluxError);

}  // namespace maury::spectra
