// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

#include "base/Random.h"
#include "mock/stars/MockPhotometry.h"
#include "mock/stars/Populations.h"
#include "mock/stars/StellarParameters.h"

namespace maury::mock {

/// Oddities of a star that anomaly flags should find.
enum class Oddity {
  None,
  Binary,      ///< spectra of two stars in one
  Emission,    ///< an active star with emission in the cores of the Ca II triplet
  WrongLabels  ///< a wrong cross-match: the labels belong to another star
};
std::string_view oddityName(Oddity oddity) noexcept;  ///< "none", "binary", "emission", "wrong labels"

inline constexpr std::size_t kCatalogueLabels = 5;  ///< teff, logg, mh, feh, alpham

/// A mock star before its spectrum is simulated.
struct MockStar {
  Place place;
  Population population = Population::ThinDisc;
  StellarParameters parameters;
  double massSolar = 1.0;
  Photometry photometry;  ///< true; the sum of both stars for a binary
  double snr = 0.0;       ///< per pixel of 0.03 nm

  Oddity oddity = Oddity::None;
  StellarParameters companion;  ///< secondary star of a binary
  double companionLight = 0.0;  ///< relative to the primary, near 858 nm
  double companionKmS = 0.0;    ///< velocity relative to the primary
  double emission = 0.0;        ///< height of the emission in the cores, as a fraction of the continuum

  std::array<double, kCatalogueLabels> labels{};  ///< as in a catalogue: with errors; NaN if missing
  std::array<double, kCatalogueLabels> labelErrors{};
  bool inTraining = false;  ///< in the cross-match with a survey like APOGEE
};

/// Returns the true values in the order of the catalogue's labels.
std::array<double, kCatalogueLabels> catalogueLabels(const StellarParameters& star);

/// Draws a star that the survey observes: with probability `lowSnrFraction` a faint one (12.3 < G < 14) with 15 < S/N <
/// 25, otherwise one of 6 < G < 12.8 with 25 ≤ S/N ≤ 150. A fraction `oddFraction` is odd: half of these are binaries,
/// a quarter active stars, and a quarter have wrong labels.
MockStar drawStar(double lowSnrFraction, double oddFraction, Random& random);

}  // namespace maury::mock
