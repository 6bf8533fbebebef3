// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/physics/Windows.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "attribution/physics/LabelElements.h"
#include "base/Random.h"
#include "support/Catch.h"

using maury::Random;
using maury::attribution::AttributionMap;
using maury::attribution::Reading;
using maury::attribution::readingOf;
using maury::attribution::shareInWindows;
using maury::attribution::Skill;

namespace {

constexpr std::size_t kPixels = 400;
const std::vector<std::string> kCalcium{"Ca"};

maury::spectra::LineList lines() {
  maury::spectra::LineList list;
  for (const double nm : {853.0, 861.0, 877.0})
    list.push_back({nm, "Ca II", 0.5});
  return list;
}

/// Returns a noisy map of two members, with `signal` added on the pixels near the lines.
AttributionMap noisyMap(double signal, std::uint64_t seed) {
  AttributionMap map;
  map.labels = {{"ca_fe", "dex", 0.0, 1.0}};
  map.grid = maury::spectra::WavelengthGrid::linear(850.0, 0.1, kPixels);
  map.members = 2;
  Random random(seed);
  for (std::size_t i = 0; i < 2 * kPixels; ++i) {
    const bool near = maury::spectra::nearestLine(lines(), map.grid[i % kPixels], 0.25) != nullptr;
    map.memberMean.push_back(static_cast<float>(random.gaussian() + (near ? -signal : 0.0)));
  }
  for (std::size_t p = 0; p < kPixels; ++p)
    map.mean.push_back(0.5F * (map.memberMean[p] + map.memberMean[kPixels + p]));
  return map;
}

}  // namespace

TEST_CASE("element windows: the mean share over all shifts equals the share of the pixels") {
  const auto share = shareInWindows(noisyMap(3.0, 1), 0, lines(), kCalcium, 0.25);
  CHECK(share.chance == Approx(15.0 / 400.0).epsilon(0.1));
  CHECK(share.share > 3.0 * share.chance);
  CHECK(share.error > 0.0);
  CHECK(share.probability == Approx(1.0 / 400.0));
  CHECK(readingOf(share, nullptr) == Reading::Features);
}

TEST_CASE("element windows: a map of noise counts as features at most one time in twenty") {
  int features = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto share = shareInWindows(noisyMap(0.0, seed), 0, lines(), kCalcium, 0.25);
    if (readingOf(share, nullptr) == Reading::Features) ++features;
  }
  // The expectation is 5 % of 200, which is 10; a binomial variable exceeds 19 once in 500 times.
  CHECK(features <= 19);
}

TEST_CASE("element windows: without a line of the elements at these wavelengths, nothing is judged") {
  AttributionMap map = noisyMap(3.0, 1);
  map.grid = maury::spectra::WavelengthGrid::linear(1516.0, 0.1, kPixels);
  const auto share = shareInWindows(map, 0, lines(), kCalcium, 0.25);
  CHECK(share.lines == 0);
  const Skill some{0.6, 0.05, 200}, none{0.02, 0.05, 200};
  CHECK(readingOf(share, nullptr) == Reading::NoLines);
  CHECK(readingOf(share, &some) == Reading::NoLines);
  CHECK(readingOf(share, &none) == Reading::NothingLearned);
  CHECK(shareInWindows(noisyMap(3.0, 1), 0, lines(), kCalcium, 0.25).lines == 3);
  CHECK(maury::attribution::noLinesSentence(map.grid, kCalcium) ==
        "No line list covers Ca at 1516–1556 nm, so it cannot be judged whether the label comes from its own lines.");
}

TEST_CASE("element windows: a label that is not predicted counts as not learned, whatever its map") {
  const auto share = shareInWindows(noisyMap(3.0, 1), 0, lines(), kCalcium, 0.25);
  const Skill none{0.02, 0.05, 200}, some{0.6, 0.05, 200};
  CHECK(readingOf(share, &none) == Reading::NothingLearned);
  CHECK(readingOf(share, &some) == Reading::Features);
  const auto noise = shareInWindows(noisyMap(0.0, 7), 0, lines(), kCalcium, 0.25);
  CHECK(readingOf(noise, &some) == Reading::Correlation);
}

TEST_CASE("label elements: every abundance has its element, and a mean abundance several") {
  using maury::attribution::elementsOf;
  using Elements = std::vector<std::string>;
  for (const char* label : {"mgfe", "mg_h", "MG_FE"})
    CHECK(elementsOf(label) == Elements{"Mg"});
  CHECK(elementsOf("mnfe") == Elements{"Mn"});
  CHECK(elementsOf("c_fe") == Elements{"C"});
  CHECK(elementsOf("feh") == Elements{"Fe"});
  CHECK(elementsOf("ali") == Elements{"Li"});
  CHECK(elementsOf("alpham").size() == 4);
  for (const char* label : {"teff", "logg", "frog"})
    CHECK(elementsOf(label).empty());
}
