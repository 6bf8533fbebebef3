// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

#include "base/Random.h"
#include "mock/stars/MockPhotometry.h"
#include "mock/stars/Populations.h"
#include "mock/stars/StellarParameters.h"

namespace maury::mock {

/// What is odd about a star, for flags to find.
enum class Oddity {
  None,
  Binary,      ///< two spectra in one
  Emission,    ///< an active star: light in the cores of the Ca II triplet
  WrongLabels  ///< a wrong cross-match: the labels of another star
};
std::string_view oddityName(Oddity oddity) noexcept;  ///< "none", "binary", "emission", "wrong labels"

inline constexpr std::size_t kCatalogueLabels = 5;  ///< teff, logg, mh, feh, alpham

/// A star of the mock before its spectrum is taken.
struct MockStar {
  Place place;
  Population population = Population::ThinDisc;
  StellarParameters parameters;
  double massSolar = 1.0;
  Photometry photometry;  ///< true, of both stars of a binary
  double snr = 0.0;       ///< a pixel of 0.03 nm

  Oddity oddity = Oddity::None;
  StellarParameters companion;  ///< of a binary
  double companionLight = 0.0;  ///< relative to the first star's, near 858 nm
  double companionKmS = 0.0;    ///< its velocity relative to the first star's
  double emission = 0.0;        ///< height of the light in the cores, of the continuum

  std::array<double, kCatalogueLabels> labels{};  ///< as a catalogue has them: with errors; NaN = a gap
  std::array<double, kCatalogueLabels> labelErrors{};
  bool inTraining = false;  ///< in the cross-match with a survey like APOGEE
};

/// True values in the order of the catalogue's labels.
std::array<double, kCatalogueLabels> catalogueLabels(const StellarParameters& star);

/// Draws a star that the survey observes: with the probability `lowSnrFraction` a faint one (12.3 < G < 14) with
/// 15 < S/N < 25, otherwise one of 6 < G < 12.8 with 25 ≤ S/N ≤ 150. `oddFraction` of them are odd: half binaries, a
/// quarter active, a quarter with wrong labels.
MockStar drawStar(double lowSnrFraction, double oddFraction, Random& random);

}  // namespace maury::mock
