// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "mock/MockSpectrum.h"
#include "mock/stars/StellarParameters.h"
#include "validation/LabelBounds.h"

namespace maury::validation {

// Parameters that are estimated together for a mock star: its labels in the order of MockLabel, ln distance, A_V and
// ln mass.
inline constexpr std::size_t kFirstElement = mock::kMockLabels - mock::kMockElements;
inline constexpr std::size_t kDistance = mock::kMockLabels, kExtinction = mock::kMockLabels + 1,
                             kMass = mock::kMockLabels + 2, kParameters = mock::kMockLabels + 3;
inline constexpr double kMassPriorSigma = 0.1;  ///< 1σ of the prior on ln mass

/// Derivatives and errors of n independent measurements.
struct Measurements {
  std::vector<double> derivatives;  ///< derivative with respect to each parameter (kParameters × n)
  std::vector<double> sigma;        ///< errors (1σ, n)
};

/// Returns the measurements of the P pixels of a spectrum; stores the noise-free spectrum in `flux` if it is not null.
Measurements spectrumMeasurements(const mock::SpectrumModel& model, const mock::StellarParameters& star, double snr,
                                  std::vector<double>* flux = nullptr);
/// Returns the measurements of the other inputs: G, BP, RP, parallax and the XP coefficients except the first of BP and
/// of RP, which is 1 by definition.
Measurements inputMeasurements(const mock::StellarParameters& star, const Observed& observed);

/// Returns the kParameters coefficients of the label kBoundLabels[k] as a sum over parameters. For most labels a single
/// one is 1; [Fe/H] is the sum of [M/H] and [Fe/M].
std::vector<double> labelCoefficients(std::size_t k);

}  // namespace maury::validation
