// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/Statistics.h"

#include <cmath>
#include <vector>

#include "base/Random.h"
#include "support/Catch.h"

using namespace maury::attribution;

TEST_CASE("ranks with ties correlate as scipy's spearmanr") {
  // scipy.stats.spearmanr([1, 2, 2, 4, 5, 7], [3, 1, 4, 4, 9, 8]).statistic
  CHECK(rankCorrelation({1, 2, 2, 4, 5, 7}, {3, 1, 4, 4, 9, 8}) == Approx(0.8088235294117647));
  CHECK(rankCorrelation({1, 2, 3}, {9, 8, 7}) == Approx(-1.0));
  CHECK(std::isnan(rankCorrelation({1, 1, 1}, {9, 8, 7})));
}

TEST_CASE("the partial slope is that of the label itself, whatever goes along with it") {
  maury::Random random(4);
  std::vector<float> companion, label, tells, copies;
  for (int i = 0; i < 4000; ++i) {
    const double c = random.gaussian(), own = 0.4 * random.gaussian();
    companion.push_back(static_cast<float>(c));
    label.push_back(static_cast<float>(c + own));
    tells.push_back(static_cast<float>(c + 0.8 * own + 0.1 * random.gaussian()));  // reads most of the label
    copies.push_back(static_cast<float>(c + 0.1 * random.gaussian()));             // reads the companion alone
  }
  CHECK(correlation(label, companion) > 0.9F);
  const PartialSlope good = partialSlope(tells, label, companion), bad = partialSlope(copies, label, companion);
  CHECK(good.slope == Approx(0.8).margin(4.0 * good.error));
  CHECK(good.error < 0.01);
  CHECK(bad.slope == Approx(0.0).margin(4.0 * bad.error));
}

TEST_CASE("pairs with something missing are left out") {
  const std::vector<float> a{1.0F, 2.0F, std::nanf(""), 4.0F}, b{1.5F, 2.5F, 3.0F, std::nanf("")};
  CHECK(rms(a, b) == Approx(0.5));
  CHECK(std::isnan(rms({}, {})));
  CHECK(std::isnan(r2(a, std::vector<float>{2.0F, 2.0F, 2.0F, 2.0F})));
}
