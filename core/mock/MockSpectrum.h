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

/// 800 px of 0.03 nm whose edges are 846.0 and 870.0 nm.
const spectra::WavelengthGrid& rvsGrid();
/// The archive's 2401 px, 846–870 nm in steps of 0.01 nm.
const spectra::WavelengthGrid& rvsArchiveGrid();

inline constexpr double kFastestKmS = 80.0;
inline constexpr double kRvsResolution = 11500.0;  ///< λ/FWHM; Cropper et al. (2018, A&A 616, A5)

/// Continuum-normalised, noiseless spectra, and how they change with each label.
///
/// In each of the layers of Atmosphere.h a line's opacity against the continuum's, η(λ), follows from abundance, Saha,
/// Boltzmann and a Voigt profile (LineOpacity.h). What leaves the star is the light of the layers that the optical
/// depth above them, (1 + η) dτ summed up, lets through. Then come the line-spread function and the pixels. The
/// continuum is the true one: the archive's pseudo-continuum lies 1–2 % lower in giants. Of molecules there is CN.
/// Immutable after construction, so thread-safe.
class SpectrumModel {
public:
  /// The grid's pixels are as wide as the distance between their neighbours. Throws Error(Mismatch) for a grid that is
  /// empty or not within 840–882 nm, Error(Usage) for a resolution outside 1000–100 000.
  explicit SpectrumModel(const spectra::WavelengthGrid& grid, double resolution = kRvsResolution);
  /// With other lines or constants than the fitted ones; for calibrating.
  SpectrumModel(const spectra::WavelengthGrid& grid, double resolution, const std::vector<MockLine>& lines,
                const Calibration& calibration);

  const spectra::WavelengthGrid& grid() const noexcept { return m_grid; }

  /// The flux of one star in single precision; `flux` holds P pixels. It may move at up to kFastestKmS.
  void compute(const StellarParameters& star, std::span<float> flux, double velocityKmS = 0.0) const;

  /// The flux (P) and its derivative to each label (kMockLabels × P, a row a label; per K or per dex), by automatic
  /// differentiation in double precision.
  void differentiate(const StellarParameters& star, std::span<double> flux, std::span<double> derivatives) const;

private:
  struct PixelResponse {
    std::size_t first = 0;       ///< fine pixel
    std::vector<float> weights;  ///< sum 1
  };

  spectra::WavelengthGrid m_grid;
  Calibration m_calibration;
  LineOpacity m_lines;
  std::vector<PixelResponse> m_responses;
};

/// The program's model of rvsGrid().
const SpectrumModel& spectrumModel();

}  // namespace maury::mock
