// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Statistics.h"

#include <cmath>
#include <utility>
#include <vector>

#include "support/Catch.h"

using namespace maury;

TEST_CASE("statistics: the rank correlation agrees with scipy's spearmanr, ties included") {
  // Expected value: scipy.stats.spearmanr([1, 2, 2, 4, 5, 7], [3, 1, 4, 4, 9, 8]).statistic
  CHECK(rankCorrelation({1, 2, 2, 4, 5, 7}, {3, 1, 4, 4, 9, 8}) == Approx(0.8088235294117647));
  CHECK(rankCorrelation({1, 2, 3}, {9, 8, 7}) == Approx(-1.0));
  CHECK(std::isnan(rankCorrelation({1, 1, 1}, {9, 8, 7})));
}

TEST_CASE("statistics: pairs with a missing value are ignored") {
  const std::vector<float> a{1.0F, 2.0F, std::nanf(""), 4.0F}, b{1.5F, 2.5F, 3.0F, std::nanf("")};
  CHECK(rms(a, b) == Approx(0.5));
  CHECK(std::isnan(rms({}, {})));
  CHECK(std::isnan(r2(a, std::vector<float>{2.0F, 2.0F, 2.0F, 2.0F})));
}

TEST_CASE("statistics: correlation is Pearson's, also between floats and doubles") {
  // Expected value: numpy.corrcoef([1, 2, 3, 5], [2, 1, 4, 6])[0, 1]
  const std::vector<float> a{1.0F, 2.0F, 3.0F, 5.0F}, b{2.0F, 1.0F, 4.0F, 6.0F};
  CHECK(correlation(a, b) == Approx(0.9022436387));
  CHECK(correlation(a, std::vector<double>(b.begin(), b.end())) == Approx(0.9022436387));
  CHECK(std::isnan(correlation(a, std::vector<float>(4, 1.0F))));
}

TEST_CASE("statistics: medians of odd and even counts") {
  std::vector<double> odd{5.0, 1.0, 3.0}, even{4.0, 1.0, 3.0, 2.0}, none;
  CHECK(median(odd) == 3.0);
  CHECK(upperMedian(odd) == 3.0);
  CHECK(median(even) == 2.5);
  CHECK(upperMedian(even) == 3.0);
  CHECK(std::isnan(median(none)));
}

TEST_CASE("statistics: robust sigma ignores a wild value") {
  std::vector<double> values{-2.0, -1.0, 0.0, 1.0, 1e9};
  CHECK(robustSigma(values) == Approx(1.4826));
}

TEST_CASE("statistics: order statistics and the inner range") {
  std::vector<double> values;
  for (int i = 100; i >= 0; --i)
    values.push_back(i);
  CHECK(orderStatistic(values, 0.25) == 25.0);
  CHECK(orderStatistic(values, 0.999) == 99.0);
  CHECK(innerRange(values, 5) == std::pair{5.0, 95.0});
  CHECK(quartiles(values) == std::pair{25.0, 75.0});
  CHECK(quantileOfSorted(std::vector{1.0F, 2.0F, 4.0F}, 0.75) == 3.0);
}

TEST_CASE("statistics: mean and scatter, from values and from sums") {
  const MeanScatter some = meanScatter(std::vector{1.0, 2.0, 3.0});
  CHECK(some.mean == 2.0);
  CHECK(some.scatter == 1.0);
  CHECK(std::isnan(meanScatter(std::vector{1.0}).scatter));
  CHECK(scatterFromSums(3.0, 6.0, 14.0) == Approx(std::sqrt(2.0 / 3.0)));
  CHECK(scatterFromSums(2.0, 2.0, 2.0) == 0.0);
}
