// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "mock/MockSpectrum.h"
#include "mock/stars/StellarParameters.h"
#include "validation/CramerRao.h"
#include "validation/LabelBounds.h"

namespace maury::validation {

// Parameters that are estimated together for a mock star: its labels in the order of MockLabel, ln distance, A_V, ln
// mass and the velocity (km/s) that the correction to the rest frame has left in the spectrum.
inline constexpr std::size_t kFirstElement = mock::kMockLabels - mock::kMockElements;
inline constexpr std::size_t kDistance = mock::kMockLabels, kExtinction = mock::kMockLabels + 1,
                             kMass = mock::kMockLabels + 2, kVelocity = mock::kMockLabels + 3,
                             kParameters = mock::kMockLabels + 4;
inline constexpr double kMassPriorSigma = 0.1;  ///< 1σ of the prior on ln mass

/// Derivatives and errors of n measurements.
struct Measurements {
  std::vector<double> derivatives;  ///< derivative with respect to each parameter (kParameters × n)
  std::vector<double> sigma;        ///< errors (1σ, n)
};

/// Returns the measurements of the P pixels of a spectrum; stores the noise-free spectrum in `flux` if it is not null.
/// Derivatives with respect to labels are exact; the one with respect to velocity is a central difference over ±1 km/s,
/// which is small compared with the line-spread function (σ = 11 km/s).
Measurements spectrumMeasurements(const mock::SpectrumModel& model, const mock::StellarParameters& star, double snr,
                                  std::vector<double>* flux = nullptr);
/// Returns the measurements of the other inputs: G, BP, RP, parallax and the XP coefficients except the first of BP and
/// of RP, which is 1 by definition.
Measurements inputMeasurements(const mock::StellarParameters& star, const Observed& observed);

/// Returns the 1σ error (km/s) of the velocity in the spectrum of a star of magnitude G in a mock survey, as the mock
/// draws it (mock::velocityErrorKmS()).
double restFrameErrorKmS(const survey::Provenance& survey, double g);
/// Adds the prior information 1/σ² on the velocity; an error of 0 counts as 1 mm/s.
void addVelocityPrior(FisherMatrix& fisher, double velocityErrorKmS);
/// Returns the correlation of the noise of the pixels of a mock survey, if its provenance says that they are
/// correlated. `grid` is that of the mock itself: the correlation after later resampling is not known.
NoiseCorrelation noiseOf(const survey::Provenance& survey, const spectra::WavelengthGrid& grid);

/// Returns the kParameters coefficients of the label kBoundLabels[k] as a sum over parameters. For most labels a single
/// one is 1; [Fe/H] is the sum of [M/H] and [Fe/M].
std::vector<double> labelCoefficients(std::size_t k);

}  // namespace maury::validation
