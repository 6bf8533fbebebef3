// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "mock/MockSpectrum.h"
#include "mock/stars/StellarParameters.h"
#include "spectra/WavelengthGrid.h"

namespace maury::mock {

/// What a network ought to have learned: how the true spectrum changes with each label.
struct TruthDerivative {
  std::vector<double> flux;         ///< P, continuum 1
  std::vector<double> derivatives;  ///< kMockLabels × P: d(flux)/d(label), per K or per dex

  std::span<const double> of(MockLabel label) const {
    return std::span(derivatives).subspan(static_cast<std::size_t>(label) * flux.size(), flux.size());
  }
};

/// For a star with these labels on a grid within 840–882 nm, seen at a resolution λ/FWHM. Blocks for some 5 ms a star,
/// and as long to set up: for many stars on one grid keep a SpectrumModel. Thread-safe. Throws as SpectrumModel.
TruthDerivative truthDerivative(const StellarParameters& star, const spectra::WavelengthGrid& grid,
                                double resolution = kRvsResolution);

}  // namespace maury::mock
