// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/Random.h"
#include "mock/MockPhotometry.h"
#include "mock/Populations.h"
#include "mock/StellarParameters.h"

namespace maury::mock {

/// A star of the mock before its spectrum is taken.
struct MockStar {
  Place place;
  Population population = Population::ThinDisc;
  StellarParameters parameters;
  Photometry photometry;  ///< true
  double snr = 0.0;       ///< a pixel
};

/// Draws a star that the survey observes: with the probability `lowSnrFraction` a faint one (12.3 < G < 14) with
/// 15 < S/N < 25, otherwise one of 6 < G < 12.8 with 25 ≤ S/N ≤ 150.
MockStar drawStar(double lowSnrFraction, Random& random);

}  // namespace maury::mock
