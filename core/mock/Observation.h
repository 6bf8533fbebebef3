// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "base/Random.h"
#include "mock/MockSpectrum.h"
#include "mock/stars/MockStar.h"

namespace maury::mock {

/// Options for simulated observations.
struct ObservationOptions {
  /// True to correlate the noise of neighbouring pixels, as linear resampling from the detector's pixels of 0.0245 nm
  /// does (Cropper et al. 2018, A&A 616, A5); the 1σ errors are unchanged.
  bool correlatedNoise = false;
  /// Radial-velocity errors that remain after the shift to the rest frame, relative to Gaia DR3's (velocityErrorKmS()).
  double velocityErrorScale = 1.0;
};

/// Returns the correlation between the noise of two pixels at this distance with ObservationOptions::correlatedNoise,
/// averaged over the unknown position of the detector's pixels: ∫ h(u) h(u + d) du, where d is the distance in detector
/// pixels and h(u) = (1 − |u|) / √((1 − |u|)² + u²) the weight of a detector pixel. 0 from two detector pixels (0.049
/// nm) on; 0.135 at 0.03 nm. Thread-safe.
double noiseCorrelation(double distanceNm);

/// Returns the 1σ error (km/s) of a radial velocity at magnitude G: 0.2 for bright stars to 4 at G = 14, near Katz et
/// al. (2023, A&A 674, A5: 1.3 at G_RVS 12, 6.4 at 14; G_RVS ≈ G − 0.9).
double velocityErrorKmS(double g);

/// Simulates an observation: P pixels of flux and of 1σ errors. Returns the velocity (km/s) left in the spectrum by the
/// error of the star's radial velocity. In one star of four, pixels at the edges are missing as in the archive: up to 3
/// px of 0.01 nm at the front and 3–18 at the back.
double takeSpectrum(const SpectrumModel& model, const MockStar& star, const ObservationOptions& options, Random& random,
                    std::span<float> flux, std::span<float> error);

}  // namespace maury::mock
