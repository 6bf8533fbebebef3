// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/dataset/Split.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/Random.h"
#include "support/Catch.h"
#include "survey/dataset/StarNames.h"

using namespace maury::survey;

namespace {

Dataset numberedStars(std::size_t count) {
  Dataset dataset;
  for (std::size_t i = 0; i < count; ++i)
    dataset.ids.push_back("star " + std::to_string(i));
  return dataset;
}

}  // namespace

TEST_CASE("split: the parts have the requested shares within the binomial error") {
  constexpr std::size_t kStars = 100000;
  for (const std::uint64_t seed : {1u, 2u, 77u}) {
    const SplitRule rule{0.15, 0.10, seed};
    const auto parts = rule.apply(numberedStars(kStars));
    CHECK(parts[0].size() + parts[1].size() + parts[2].size() == kStars);
    const double shares[] = {0.75, 0.15, 0.10};
    for (std::size_t part = 0; part < 3; ++part) {
      const double sigma = std::sqrt(kStars * shares[part] * (1.0 - shares[part]));
      CHECK(std::abs(static_cast<double>(parts[part].size()) - kStars * shares[part]) < 4.0 * sigma);
      CHECK(std::is_sorted(parts[part].begin(), parts[part].end()));
    }
  }
}

TEST_CASE("split: the part of a star depends only on its id, and repeats stay together") {
  const SplitRule rule;
  const Dataset dataset = numberedStars(1000);
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

TEST_CASE("split: another seed changes the split") {
  const SplitRule one{0.15, 0.10, 1};
  const SplitRule two{0.15, 0.10, 2};
  const Dataset dataset = numberedStars(1000);
  CHECK(one.apply(dataset)[2] != two.apply(dataset)[2]);
}

TEST_CASE("split: the test part does not depend on the validation fraction") {
  const Dataset dataset = numberedStars(5000);
  CHECK(SplitRule{0.15, 0.10, 5}.apply(dataset)[2] == SplitRule{0.40, 0.10, 5}.apply(dataset)[2]);
}

TEST_CASE("split: fractions of zero and one assign every star") {
  const Dataset dataset = numberedStars(1000);
  CHECK(SplitRule{0.0, 0.0, 1}.apply(dataset)[0].size() == 1000);
  CHECK(SplitRule{0.0, 1.0, 1}.apply(dataset)[2].size() == 1000);
}

TEST_CASE("split: parts have names") {
  CHECK(partName(Part::Training) == "training");
  CHECK(partName(Part::Validation) == "validation");
  CHECK(partName(Part::Test) == "test");
}

TEST_CASE("split: a stratified split keeps the shares in every decile, even of two quantities") {
  Dataset dataset = numberedStars(5000);
  maury::Random random(3);
  std::vector<double> snr, teff;
  for (std::size_t i = 0; i < 5000; ++i) {
    snr.push_back(std::exp(random.gaussian()));
    teff.push_back(i % 50 == 0 ? std::numeric_limits<double>::quiet_NaN() : 5000.0 + 800.0 * random.gaussian());
  }
  dataset.columns = {{"snr", "", snr}, {"teff_in", "K", teff}};
  SplitDesign design;
  design.rule = {0.15, 0.20, 4};
  design.stratifyBy = {"snr", "teff_in"};
  const std::vector<Part> parts = splitStars(dataset, design);

  std::vector<double> sorted = snr;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t decile = 0; decile < 10; ++decile) {
    double test = 0, all = 0;
    for (std::size_t i = 0; i < 5000; ++i) {
      const bool inside = snr[i] >= sorted[decile * 500] && (decile == 9 || snr[i] < sorted[(decile + 1) * 500]);
      all += inside ? 1 : 0;
      test += inside && parts[i] == Part::Test ? 1 : 0;
    }
    CHECK(all == 500);
    CHECK(std::abs(test - 100.0) <= 1.0);  // a random split would scatter by 9
  }
}

TEST_CASE("split: a stratified split does not depend on row order, and keeps a star's spectra together") {
  Dataset dataset = numberedStars(900);
  std::vector<double> snr;
  std::vector<std::string> stars;
  for (std::size_t i = 0; i < 900; ++i) {
    snr.push_back(static_cast<double>((i * 7919) % 900));
    stars.push_back("s" + std::to_string(i / 3));
  }
  dataset.columns = {{"snr", "", snr}, {"star", "", stars}};
  SplitDesign design;
  design.stratifyBy = {"snr"};
  design.starColumn = "star";
  const std::vector<Part> parts = splitStars(dataset, design);
  for (std::size_t i = 0; i < 900; ++i)
    REQUIRE(parts[i] == parts[i / 3 * 3]);
  std::vector<std::size_t> reversed;
  for (std::size_t i = 900; i-- > 0;)
    reversed.push_back(i);
  const std::vector<Part> again = splitStars(dataset.select(reversed), design);
  for (std::size_t i = 0; i < 900; ++i)
    REQUIRE(again[899 - i] == parts[i]);
}

TEST_CASE("split: repeats of a star stay together if a known column names it, without being asked") {
  Dataset dataset = numberedStars(600);  // ids of observations: three a star
  std::vector<std::int64_t> sources;
  std::vector<std::string> groups;
  for (std::int64_t i = 0; i < 600; ++i) {
    sources.push_back(i < 30 ? -1 : 4268620287278693120 + i / 3);
    groups.push_back(i < 30 ? "gp" + std::to_string(i / 3) : "");
  }
  for (const bool bySource : {true, false}) {
    dataset.columns = {{"gaia_source_id", "", sources}};
    if (!bySource) dataset.columns.push_back({"GP_ID", "", groups});
    for (const bool isStratified : {false, true}) {
      SplitDesign design;
      design.rule = {0.2, 0.2, 3};
      std::vector<double> snr;
      for (std::size_t i = 0; i < 600; ++i)
        snr.push_back(static_cast<double>((i * 7919) % 600));
      if (isStratified) {
        design.stratifyBy = {"snr"};
        dataset.columns.push_back({"snr", "", snr});
      }
      const std::vector<Part> parts = splitStars(dataset, design);
      for (std::size_t i = bySource ? 30 : 0; i < 600; ++i)
        REQUIRE(parts[i] == parts[i / 3 * 3]);
      // Stars without a name are single.
      std::size_t alone = 0;
      for (std::size_t i = 0; i < 30; ++i)
        alone += parts[i] != parts[i / 3 * 3] ? 1 : 0;
      CHECK((alone > 0) == bySource);
    }
  }
}

TEST_CASE("split: stars are named alike through chains of columns, by the least id") {
  Dataset dataset;
  dataset.ids = {"d", "c", "b", "a", "d", "e"};
  dataset.columns = {{"source_id", "", std::vector<std::int64_t>{7, 7, 8, 9, 10, 0}},
                     {"star", "", std::vector<std::string>{"", "x", "x", "", "", "--"}},
                     {"tmass_id", "", std::vector<double>{1.0, 1.0, 1.0, 1.0, 1.0, 1.0}}};  // may be rounded
  CHECK(starNames(dataset) == std::vector<std::string>{"b", "b", "b", "a", "b", "e"});
  dataset.columns.clear();
  CHECK(starNames(dataset) == dataset.ids);
}

TEST_CASE("split: a column of the survey can define the split, and blank stars are in no part") {
  Dataset dataset = numberedStars(4);
  SplitRule rule;
  rule.byColumn = true;
  CHECK_THROWS_WITH(rule.apply(dataset), Catch::Contains("no text column 'split'"));
  dataset.columns.push_back({kSplitColumn, "", std::vector<std::string>{"test", "", "training", "validation"}});
  const auto parts = rule.apply(dataset);
  CHECK(parts[0] == std::vector<std::size_t>{2});
  CHECK(parts[1] == std::vector<std::size_t>{3});
  CHECK(parts[2] == std::vector<std::size_t>{0});
  setSplitColumn(dataset, {Part::Training, Part::Training, Part::Test, Part::Test});
  CHECK(rule.apply(dataset)[2] == std::vector<std::size_t>{2, 3});
  CHECK(dataset.columns.size() == 1);
  std::get<std::vector<std::string>>(dataset.columns[0].values)[1] = "exam";
  CHECK_THROWS_WITH(rule.apply(dataset), Catch::Contains("star 'star 1' (row 2): 'exam'"));
}

TEST_CASE("split: shares that leave no training stars are refused") {
  SplitDesign design;
  design.rule = {0.5, 0.5, 1};
  CHECK_THROWS_WITH(splitStars(numberedStars(10), design), Catch::Contains("leave no training stars"));
}
