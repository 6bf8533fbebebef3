// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/Residuals.h"

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "base/Error.h"
#include "io/tables/ReadTable.h"
#include "support/Catch.h"
#include "support/RealData.h"

using maury::validation::ResidualStatistics;
using maury::validation::residualStatistics;

namespace {

/// Returns the statistics of prediction − reference of one label. The rows are joined by RAVE_OBS_ID, because the two
/// files may differ in order.
ResidualStatistics guiglionResiduals(const std::string& part, const std::string& label) {
  const auto folder = maury::test::realData("guiglion2020");
  const auto predicted = maury::io::readTable(folder / ("res_" + part + "_cnn_version_1_True.csv"));
  const auto truth = maury::io::readTable(folder / ("y_" + part + "_cnn_version_1_True.csv"));
  std::map<std::string, double> reference;
  const auto truthIds = truth.at("RAVE_OBS_ID").asText();
  const auto truthValues = truth.at(label).asReal();
  for (std::size_t i = 0; i < truthIds.size(); ++i)
    reference[truthIds[i]] = truthValues[i];
  const auto ids = predicted.at("RAVE_OBS_ID").asText();
  std::vector<double> matched;
  for (const std::string& id : ids)
    matched.push_back(reference.at(id));
  return residualStatistics(predicted.at(label).asReal(), matched);
}

}  // namespace

TEST_CASE("residuals: residual statistics agree with numpy") {
  // r = np.array([1., 2, 3, 4, 100]); r.mean(), r.std(), np.sqrt((r**2).mean()); the median is 3, the median |r − 3|
  // is 1.
  const std::vector<double> reference{10, 20, 30, 40, 50};
  const std::vector<double> prediction{11, 22, 33, 44, 150};
  const ResidualStatistics statistics = residualStatistics(prediction, reference);
  CHECK(statistics.count == 5);
  CHECK(statistics.bias == Approx(22.0));
  CHECK(statistics.sigma == Approx(39.0128184062));
  CHECK(statistics.rms == Approx(44.7883913536));
  CHECK(statistics.robustSigma == Approx(1.4826));
}

TEST_CASE("residuals: the median of an even number of residuals is the mean of the middle two") {
  // Residuals 0, 1, 3, 10: median 2, |r − 2| = 2, 1, 1, 8, whose median is 1.5.
  const std::vector<double> prediction{10, 0, 3, 1};
  const std::vector<double> reference{0, 0, 0, 0};
  CHECK(residualStatistics(prediction, reference).robustSigma == Approx(1.4826 * 1.5));
}

TEST_CASE("residuals: pairs with a missing value are left out of residuals") {
  const double missing = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> prediction{1, missing, 3, 7};
  const std::vector<double> reference{0, 0, missing, 4};
  const ResidualStatistics statistics = residualStatistics(prediction, reference);
  CHECK(statistics.count == 2);
  CHECK(statistics.bias == Approx(2.0));
  CHECK(statistics.sigma == Approx(1.0));
}

TEST_CASE("residuals: residual statistics are NaN without pairs") {
  const ResidualStatistics statistics = residualStatistics({}, {});
  CHECK(statistics.count == 0);
  CHECK(std::isnan(statistics.bias));
  CHECK(std::isnan(statistics.robustSigma));
}

TEST_CASE("residuals: a small scatter about a large bias keeps its digits") {
  std::vector<double> prediction, reference;
  for (int i = 0; i < 1000; ++i) {
    prediction.push_back(1e9 + (i % 2 == 0 ? 1e-3 : -1e-3));
    reference.push_back(0.0);
  }
  CHECK(residualStatistics(prediction, reference).sigma == Approx(1e-3).epsilon(1e-3));
}

TEST_CASE("residuals: lists of different length are refused") {
  const std::vector<double> two{1, 2};
  const std::vector<double> one{1};
  CHECK_THROWS_AS(residualStatistics(two, one), maury::Error);
}

TEST_CASE("residuals: Guiglion+2020's own predictions have the published residuals", "[real]") {
  if (maury::test::realData("guiglion2020").empty()) return;
  struct Expected {
    std::string part, label;
    std::size_t count;
    double bias, sigma;
  };
  // Teff rounds to the published numbers (8 / 94 K, training 6 / 67 K). The expected values were computed with numpy
  // from the same two files joined by RAVE_OBS_ID: e = prediction − y; e.mean(), e.std().
  const std::vector<Expected> all{
      {"test", "Teff", 235, 8.38958, 93.74328},   {"test", "logg", 235, 0.0166280, 0.1324932},
      {"test", "MH", 235, -0.0046853, 0.0869820}, {"test", "AlphaM", 235, 0.0030252, 0.0501555},
      {"train", "Teff", 3669, 5.61913, 67.17322},
  };
  for (const Expected& expected : all) {
    CAPTURE(expected.part, expected.label);
    const ResidualStatistics statistics = guiglionResiduals(expected.part, expected.label);
    CHECK(statistics.count == expected.count);
    CHECK(statistics.bias == Approx(expected.bias).epsilon(1e-4));
    CHECK(statistics.sigma == Approx(expected.sigma).epsilon(1e-4));
  }
}
