// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "mock/Atmosphere.h"
#include "mock/lines/LineOpacity.h"
#include "mock/stars/StellarParameters.h"
#include "spectra/WavelengthGrid.h"

namespace maury::mock {

/// Returns the 800-pixel grid with pixels of 0.03 nm between edges at 846.0 and 870.0 nm.
const spectra::WavelengthGrid& rvsGrid();

inline constexpr double kFastestKmS = 80.0;
inline constexpr double kRvsResolution = 11500.0;  ///< λ/FWHM; Cropper et al. (2018, A&A 616, A5)

/// Model of continuum-normalised, noiseless spectra and their derivatives with respect to each label.
///
/// In each layer of Atmosphere.h, the ratio η(λ) of line to continuum opacity follows from abundances, the Saha and
/// Boltzmann equations and Voigt profiles (LineOpacity.h). Each layer's light is dimmed by the optical depth above it,
/// ∫ (1 + η) dτ, and the sum emerges. It is then convolved with the line-spread function and binned to pixels. The
/// continuum is the true one; the archive's pseudo-continuum lies 1–2 % lower in giants. The only molecule is CN.
/// Immutable after construction, so thread-safe.
class SpectrumModel {
public:
  /// Takes each pixel to be as wide as the mean distance to its neighbours. Throws Error(Mismatch) for a grid that is
  /// empty or not within 840–882 nm, and Error(Usage) for a resolution outside 1000–100 000.
  explicit SpectrumModel(const spectra::WavelengthGrid& grid, double resolution = kRvsResolution);
  /// Builds a model with lines or constants other than the fitted ones, for calibration.
  SpectrumModel(const spectra::WavelengthGrid& grid, double resolution, const std::vector<MockLine>& lines,
                const Calibration& calibration);

  const spectra::WavelengthGrid& grid() const noexcept { return m_grid; }

  /// Computes the flux of one star in single precision; `flux` holds P pixels. The velocity is clamped to ±kFastestKmS.
  void compute(const StellarParameters& star, std::span<float> flux, double velocityKmS = 0.0) const;

  /// Computes the flux (P) and its derivatives with respect to the labels (kMockLabels × P, one row per label; per K or
  /// per dex) by automatic differentiation in double precision.
  void differentiate(const StellarParameters& star, std::span<double> flux, std::span<double> derivatives) const;

private:
  struct PixelResponse {
    std::size_t first = 0;       ///< index of the first fine pixel
    std::vector<float> weights;  ///< normalised to a sum of 1
  };

  spectra::WavelengthGrid m_grid;
  Calibration m_calibration;
  LineOpacity m_lines;
  std::vector<PixelResponse> m_responses;
};

/// Returns the shared model on rvsGrid().
const SpectrumModel& spectrumModel();

}  // namespace maury::mock
