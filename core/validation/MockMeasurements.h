// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "mock/MockSpectrum.h"
#include "mock/stars/StellarParameters.h"
#include "validation/LabelBounds.h"

namespace maury::validation {

/// What is estimated together from a mock star: its labels in MockLabel's order, ln distance, A_V and ln mass.
inline constexpr std::size_t kFirstElement = mock::kMockLabels - mock::kMockElements;
inline constexpr std::size_t kDistance = mock::kMockLabels, kExtinction = mock::kMockLabels + 1,
                             kMass = mock::kMockLabels + 2, kParameters = mock::kMockLabels + 3;
inline constexpr double kMassKnownTo = 0.1;  ///< 1σ of ln mass beforehand

/// n independent measurements: how each changes with each parameter, and its error.
struct Measurements {
  std::vector<double> derivatives;  ///< kParameters × n
  std::vector<double> sigma;        ///< n, 1σ
};

/// The P pixels of the spectrum; `flux`, if given, gets them without noise.
Measurements spectrumMeasurements(const mock::SpectrumModel& model, const mock::StellarParameters& star, double snr,
                                  std::vector<double>* flux = nullptr);
/// G, BP, RP, parallax and the XP coefficients but the first of each, which is 1 by definition.
Measurements inputMeasurements(const mock::StellarParameters& star, const Observed& observed);

/// kParameters coefficients of the label number k of kBoundLabels: [Fe/H] is [M/H] and what iron has beyond it.
std::vector<double> coefficientsOf(std::size_t k);

}  // namespace maury::validation
