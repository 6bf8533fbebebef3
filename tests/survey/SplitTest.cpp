// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/Split.h"

#include <algorithm>
#include <cmath>

#include "support/Catch.h"

using namespace maury::survey;

namespace {

Dataset starsCalled(std::size_t count) {
  Dataset dataset;
  for (std::size_t i = 0; i < count; ++i)
    dataset.ids.push_back("star " + std::to_string(i));
  return dataset;
}

}  // namespace

TEST_CASE("the parts have the asked shares within the binomial error") {
  constexpr std::size_t kStars = 100000;
  for (const std::uint64_t seed : {1u, 2u, 77u}) {
    const SplitRule rule{0.15, 0.10, seed};
    const auto parts = rule.apply(starsCalled(kStars));
    CHECK(parts[0].size() + parts[1].size() + parts[2].size() == kStars);
    const double shares[] = {0.75, 0.15, 0.10};
    for (std::size_t part = 0; part < 3; ++part) {
      const double sigma = std::sqrt(kStars * shares[part] * (1.0 - shares[part]));
      CHECK(std::abs(static_cast<double>(parts[part].size()) - kStars * shares[part]) < 4.0 * sigma);
      CHECK(std::is_sorted(parts[part].begin(), parts[part].end()));
    }
  }
}

TEST_CASE("a star's part depends on its id alone, not on its row, and repeats stay together") {
  const SplitRule rule;
  const Dataset dataset = starsCalled(1000);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < 1000; ++i)
    rows.push_back(999 - i);
  for (std::size_t i = 0; i < 1000; ++i)
    rows.push_back(i);  // every star twice
  const Dataset shuffled = dataset.select(rows);
  const auto parts = rule.apply(shuffled);
  for (std::size_t part = 0; part < 3; ++part)
    for (const std::size_t row : parts[part])
      REQUIRE(rule.partOf(dataset.ids[rows[row]]) == static_cast<Part>(part));
}

TEST_CASE("another seed gives another split") {
  const SplitRule one{0.15, 0.10, 1};
  const SplitRule two{0.15, 0.10, 2};
  const Dataset dataset = starsCalled(1000);
  CHECK(one.apply(dataset)[2] != two.apply(dataset)[2]);
}

TEST_CASE("the validation fraction moves no star into or out of the test part") {
  const Dataset dataset = starsCalled(5000);
  CHECK(SplitRule{0.15, 0.10, 5}.apply(dataset)[2] == SplitRule{0.40, 0.10, 5}.apply(dataset)[2]);
}

TEST_CASE("fractions of zero and one leave nobody behind") {
  const Dataset dataset = starsCalled(1000);
  CHECK(SplitRule{0.0, 0.0, 1}.apply(dataset)[0].size() == 1000);
  CHECK(SplitRule{0.0, 1.0, 1}.apply(dataset)[2].size() == 1000);
}

TEST_CASE("parts have names") {
  CHECK(partName(Part::Training) == "training");
  CHECK(partName(Part::Validation) == "validation");
  CHECK(partName(Part::Test) == "test");
}
