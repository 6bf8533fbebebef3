// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/positions/Distances.h"

#include <cmath>
#include <limits>

#include "base/Error.h"
#include "support/Catch.h"

using namespace maury;
using namespace maury::galaxy;

TEST_CASE("distances: quantiles of the posterior agree with numerical integration") {
  // scipy 1.17: cumulative_simpson of r² exp(−r/1.35) exp(−(ϖ − 1/r)²/2σ²) on 600 001 points from 0.001 to 60 kpc.
  struct Known {
    double parallax, error, p16, median, p84;
  };
  constexpr Known kKnown[] = {{1.0, 0.05, 0.9597399993904948, 1.0082756208540047, 1.0619903458993059},
                              {0.5, 0.2, 1.881253613761746, 2.8433586894499068, 4.656782465976051},
                              {0.1, 0.3, 2.75707939167376, 4.398888544712405, 6.935540697426984},
                              {-0.2, 0.2, 4.155236980801748, 6.046911619282998, 8.765416268974578},
                              {4.0, 1.0, 0.28114022414737355, 0.4861989777748496, 1.9337674466937624},
                              {0.05, 0.02, 10.608991776806073, 12.581323863699048, 15.137647082850828}};
  for (const Known& known : kKnown) {
    CAPTURE(known.parallax, known.error);
    const DistanceQuantiles found = parallaxDistance(known.parallax, known.error);
    const double margin = 2e-3 * (known.p84 - known.p16);
    CHECK(found.p16Kpc == Approx(known.p16).margin(margin));
    CHECK(found.medianKpc == Approx(known.median).margin(margin));
    CHECK(found.p84Kpc == Approx(known.p84).margin(margin));
  }
}

TEST_CASE("distances: a precise parallax results in 1/parallax, an uninformative one in the prior") {
  const DistanceQuantiles sharp = parallaxDistance(2.0, 0.0002);
  CHECK(sharp.medianKpc == Approx(0.5).epsilon(1e-6));
  CHECK(sharp.p84Kpc - sharp.p16Kpc == Approx(2.0 * 0.0002 / 4.0).epsilon(0.01));
  // r² exp(−r/L) is a Gamma distribution of shape 3: its median is 2.67406 L, its 16 and 84 % quantiles are 1.36730 L
  // and 4.63786 L (scipy.stats.gamma.ppf).
  const DistanceQuantiles prior = parallaxDistance(0.0, 1e4, 2.0);
  CHECK(prior.medianKpc == Approx(2.0 * 2.67406).epsilon(1e-3));
  CHECK(prior.p16Kpc == Approx(2.0 * 1.36730).epsilon(1e-3));
  CHECK(prior.p84Kpc == Approx(2.0 * 4.63786).epsilon(1e-3));
  for (const double error : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()})
    CHECK(std::isnan(parallaxDistance(1.0, error).medianKpc));
  CHECK(std::isnan(parallaxDistance(std::numeric_limits<double>::quiet_NaN(), 0.1).medianKpc));
}
