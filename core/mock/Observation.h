// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "base/Random.h"
#include "mock/MockSpectrum.h"
#include "mock/stars/MockStar.h"

namespace maury::mock {

/// How spectra are taken.
struct ObservationOptions {
  /// Noise of neighbouring pixels goes together, as after resampling from the detector's pixels of 0.0245 nm (Cropper
  /// et al. 2018, A&A 616, A5) by linear interpolation; the 1σ errors stay as they are.
  bool correlatedNoise = false;
  /// Errors of the velocity that takes spectra to the rest frame, relative to Gaia DR3's (kVelocityError…).
  double velocityErrorScale = 1.0;
};

/// 1σ (km/s) of a radial velocity by magnitude: 0.2 for bright stars to 4 at G = 14, near Katz et al. (2023, A&A 674,
/// A5: 1.3 at G_RVS 12, 6.4 at 14; G_RVS ≈ G − 0.9).
double velocityErrorKmS(double g);

/// Takes a spectrum: P pixels of flux and of 1σ. Returns the velocity (km/s) left in it by the error of the star's
/// radial velocity. Edges lack pixels in one star of four, as the archive's do: 0–18 px of 0.01 nm.
double takeSpectrum(const SpectrumModel& model, const MockStar& star, const ObservationOptions& options, Random& random,
                    std::span<float> flux, std::span<float> error);

}  // namespace maury::mock
