// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"

#include <cmath>

#include "support/Catch.h"

using namespace maury;

TEST_CASE("random: SplitMix64 reproduces the published sequence for seed 1234567") {
  // First outputs of the reference implementation (Vigna, prng.di.unimi.it/splitmix64.c) for state 1234567.
  CHECK(splitMix64(1234567ull) == 6457827717110365317ull);
  CHECK(splitMix64(1234567ull + 0x9E3779B97F4A7C15ull) == 3203168211198807973ull);
}

TEST_CASE("random: Gaussian numbers have mean 0 and standard deviation 1") {
  Random random(5, 3);
  double sum = 0.0, square = 0.0;
  constexpr int kDraws = 200000;
  for (int i = 0; i < kDraws; ++i) {
    const double value = random.gaussian();
    sum += value;
    square += value * value;
  }
  CHECK(std::abs(sum / kDraws) < 0.01);
  CHECK(std::sqrt(square / kDraws) == Approx(1.0).epsilon(0.01));
}

TEST_CASE("random: streams of one seed differ, and a stream repeats") {
  Random a(7, 1), again(7, 1), b(7, 2);
  const auto first = a.next();
  CHECK(first == again.next());
  CHECK(first != b.next());
  CHECK(hashText("star-1", 1) != hashText("star-2", 1));
  CHECK(hashText("star-1", 1) != hashText("star-1", 2));
}
