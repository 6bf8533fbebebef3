// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/audit/PartialSlope.h"

#include <vector>

#include "base/Random.h"
#include "base/Statistics.h"
#include "support/Catch.h"

using namespace maury::attribution;

TEST_CASE("partial slope: it measures the label itself, not a correlated companion") {
  maury::Random random(4);
  std::vector<float> companion, label, faithful, copies;
  for (int i = 0; i < 4000; ++i) {
    const double c = random.gaussian(), own = 0.4 * random.gaussian();
    companion.push_back(static_cast<float>(c));
    label.push_back(static_cast<float>(c + own));
    faithful.push_back(static_cast<float>(c + 0.8 * own + 0.1 * random.gaussian()));  // follows mostly the label itself
    copies.push_back(static_cast<float>(c + 0.1 * random.gaussian()));                // follows the companion only
  }
  CHECK(maury::correlation(label, companion) > 0.9F);
  const PartialSlope good = partialSlope(faithful, label, companion), bad = partialSlope(copies, label, companion);
  CHECK(good.slope == Approx(0.8).margin(4.0 * good.error));
  CHECK(good.error < 0.01);
  CHECK(bad.slope == Approx(0.0).margin(4.0 * bad.error));
}
