// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "mock/StellarParameters.h"
#include "spectra/WavelengthGrid.h"

namespace maury::mock {

/// 800 px of 0.03 nm whose edges are 846.0 and 870.0 nm.
const spectra::WavelengthGrid& rvsGrid();

/// Continuum-normalised, noiseless RVS spectra: the lines of spectra::rvsLines() as absorption
/// flux = 1 − 1 / (1/τ + 1/r) (Minnaert's formula; r is the depth at which a line saturates), on a grid three times as
/// fine, seen at R = 11 500. A line's τ is that which gives its measured depth in HD 176650, scaled by abundance and by
/// the Saha and Boltzmann equations against the H⁻ opacity. Immutable after construction, so thread-safe.
class SpectrumModel {
public:
  SpectrumModel();

  /// The flux of one star; `flux` holds 800 pixels.
  void compute(const StellarParameters& star, std::span<float> flux) const;

  /// The labels taken for HD 176650, whose line depths are the zero point (see MockSpectrum.cpp).
  static StellarParameters reference();

private:
  struct Line {
    int species = 0;             ///< index in the table of species
    double logTau = 0.0;         ///< log₁₀ of the central τ in the reference star
    std::size_t firstPixel = 0;  ///< of `profile`, on the fine grid
    std::vector<float> profile;  ///< 1 at the line's centre
  };

  /// Lines of the Ca II triplet on the fine grid, in units of the 854.4 nm line.
  struct Calcium {
    std::vector<float> core;  ///< Doppler cores
    std::vector<float> wing;  ///< Lorentz wings for a damping constant of 1
  };

  std::array<Calcium, 2> m_calcium;  ///< 850.0 nm; 854.4 and 866.5 nm, whose cores form higher
  std::vector<float> m_paschen;      ///< the hydrogen lines, Paschen 13 at 1
  std::vector<Line> m_lines;
  std::vector<float> m_response;  ///< line-spread function and binning from fine to RVS pixels
};

/// The one model of the program.
const SpectrumModel& spectrumModel();

}  // namespace maury::mock
