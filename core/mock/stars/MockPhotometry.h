// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "base/Random.h"
#include "mock/stars/Populations.h"
#include "mock/stars/StellarParameters.h"
#include "spectra/CoefficientBasis.h"
#include "survey/dataset/Dataset.h"

namespace maury::mock {

inline constexpr std::size_t kXpCoefficients = 55;  ///< number each for BP and for RP, as in Gaia DR3

/// Gaia's measurements of a star other than its RVS spectrum; true values until observe() adds errors.
struct Photometry {
  double g = 0.0;
  double bp = 0.0;
  double rp = 0.0;
  double parallaxMas = 0.0;
  double extinctionV = 0.0;  ///< A_V (mag)
};

/// Draws A_V towards a place: an exponential dust layer of 0.125 kpc with 0.5 mag/kpc in the plane, which stands for a
/// survey in clear windows, with a scatter of 20 % from star to star.
double drawExtinction(const Place& place, Random& random);

Photometry truePhotometry(const StellarParameters& star, double massSolar, double distanceKpc, double extinctionV);

inline constexpr double kGError = 0.003, kBpError = 0.003, kRpError = 0.004;  ///< mag
inline constexpr double kParallaxErrorMas = 0.02;

/// Adds errors like Gaia DR3's at G < 14: 3 mmag (G, BP), 4 mmag (RP) and 0.02 mas in parallax (Riello et al. 2021, A&A
/// 649, A3; Lindegren et al. 2021, A&A 649, A2).
Photometry observe(const Photometry& truth, Random& random);

/// Computes BP and RP coefficients without noise: a reddened black body with the broad absorption features of cool
/// stars, times a smooth passband, projected on the first 55 Hermite functions of pseudo-wavelength and divided by the
/// first coefficient. Both spans hold 55 elements; element 0 is 1.
void trueXpCoefficients(const StellarParameters& star, double extinctionV, std::span<float> bp, std::span<float> rp);

inline constexpr std::string_view kBpInput = "bp_coefficients", kRpInput = "rp_coefficients";

/// Returns the Hermite functions behind a coefficient input, over the wavelengths where its passband transmits at least
/// a tenth (BP 319–721 nm, RP 559–1041 nm). Returns nullopt for other inputs, and for surveys other than mocks, whose
/// coefficients refer to Gaia's own functions.
std::optional<spectra::CoefficientBasis> xpBasis(const survey::Provenance& survey, std::string_view input);

/// Returns the 1σ error of a coefficient divided by the first, for a star of magnitude G: 0.0003–0.001, as in real XP
/// spectra.
double xpError(double g);

/// Computes the same coefficients with noise, divided by the noisy first one.
void xpCoefficients(const StellarParameters& star, const Photometry& truth, Random& random, std::span<float> bp,
                    std::span<float> rp);

}  // namespace maury::mock
