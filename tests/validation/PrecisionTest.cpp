// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Rows.h"
#include "validation/Precision.h"

#include <array>
#include <cmath>

#include "base/Error.h"
#include "base/Random.h"
#include "mock/MockSurvey.h"
#include "support/Catch.h"
#include "validation/LabelBounds.h"
#include "validation/TestReport.h"

using namespace maury;

namespace {

/// Returns 4000 stars, half with S/N 20 and a scatter of 0.2 dex, half with S/N 80 and 0.05 dex; the bias is 0.1 dex.
survey::Dataset twoScatters() {
  survey::Dataset out;
  survey::Label label{"mh_cnn", "dex", {}, {}};
  std::vector<double> snr, reference, sigma;
  Random random(3, 0);
  for (std::size_t i = 0; i < 4000; ++i) {
    const bool noisy = i < 2000;
    const double scatter = noisy ? 0.2 : 0.05;
    out.ids.push_back("s" + std::to_string(i));
    snr.push_back(noisy ? 20.0 : 80.0);
    reference.push_back(-0.3);
    sigma.push_back(2.0 * scatter);
    label.values.push_back(static_cast<float>(-0.2 + scatter * random.gaussian()));
    label.errors.push_back(static_cast<float>(0.25 * scatter));
  }
  label.values[7] = std::nanf("");
  label.values[8] = 50.0F;  // an outlier, which must not matter
  out.labels.push_back(std::move(label));
  out.columns = {{"snr", "", snr}, {"mh", "dex", reference}, {"sigma_mh_cnn", "dex", sigma}};
  return out;
}

}  // namespace

TEST_CASE("precision: scatter, bias and the catalogue's own errors, in bins of S/N") {
  const survey::Dataset catalogue = twoScatters();
  Job job;
  const auto found = validation::precisionBySnr(catalogue, test::allRows(catalogue), {}, job);
  REQUIRE(found.size() == 1);
  CHECK(found[0].label == "mh");
  CHECK_FALSE(found[0].againstTruth);
  REQUIRE(found[0].bins.size() == 2);  // bins without stars are left out
  const auto& noisy = found[0].bins[0];
  const auto& clean = found[0].bins[1];
  CHECK(noisy.snrLow == 20.0);
  CHECK(noisy.snrHigh == 25.0);
  CHECK(noisy.stars == 1999);
  CHECK(clean.stars == 2000);
  CHECK(noisy.snr == 20.0);
  // The tolerance is four standard errors, as stated by the bins.
  CHECK(std::abs(noisy.scatter - 0.2) < 4.0 * noisy.scatterError);
  CHECK(std::abs(clean.scatter - 0.05) < 4.0 * clean.scatterError);
  CHECK(noisy.scatterError == Approx(1.166 * noisy.scatter / std::sqrt(1999.0)));
  CHECK(noisy.bias == Approx(0.1).margin(0.025));
  CHECK(noisy.internal == Approx(0.05));
  CHECK(clean.uncertainty == Approx(0.1));
  CHECK(std::isnan(noisy.bound));
  CHECK(std::isnan(noisy.overBound));
}

TEST_CASE("precision: the stated error of a scatter agrees with the spread over many samples") {
  constexpr std::size_t kSamples = 400, kStars = 100;
  double sum = 0.0, squares = 0.0, stated = 0.0;
  for (std::size_t sample = 0; sample < kSamples; ++sample) {
    Random random(11, sample);
    survey::Dataset catalogue;
    survey::Label label{"mh_cnn", "dex", {}, {}};
    for (std::size_t i = 0; i < kStars; ++i) {
      catalogue.ids.push_back(std::to_string(i));
      label.values.push_back(static_cast<float>(random.gaussian()));
    }
    catalogue.labels.push_back(std::move(label));
    catalogue.columns = {{"snr", "", std::vector<double>(kStars, 30.0)}, {"mh", "", std::vector<double>(kStars, 0.0)}};
    Job job;
    const auto bin = validation::precisionBySnr(catalogue, test::allRows(catalogue), {}, job).at(0).bins.at(0);
    sum += bin.scatter;
    squares += bin.scatter * bin.scatter;
    stated += bin.scatterError / kSamples;
  }
  const double mean = sum / kSamples;
  CHECK(std::sqrt(squares / kSamples - mean * mean) == Approx(stated).epsilon(0.15));  // four standard errors
}

TEST_CASE(
    "precision: labels with the scatter of their bound are recognised, and the truth has priority over references") {
  mock::MockOptions options;
  options.stars = 600;
  const survey::Dataset mock = mock::mockStars(options, 0, options.stars);
  Job job;
  const auto rows = test::allRows(mock);
  const validation::LabelPrior prior = validation::labelPrior(mock);
  const auto bounds = validation::starBounds(mock, mock.grid, rows, mock::kRvsResolution, job, &prior);
  constexpr std::size_t kMh = 2;
  survey::Dataset catalogue;
  catalogue.provenance = mock.provenance;
  catalogue.ids = mock.ids;
  survey::Label label{"mh_cnn", "dex", {}, {}}, gravity{"logg_cnn", "dex", {}, {}};
  const auto truth = mock.numeric("true_mh"), trueGravity = mock.numeric("true_logg");
  for (const std::size_t row : rows) {
    Random random(5, row);
    const validation::LabelBounds& star = bounds[row].bounds;
    label.values.push_back(static_cast<float>(truth[row] + 1.3 * star.all[kMh] * random.gaussian()));
    gravity.values.push_back(static_cast<float>(trueGravity[row] + 1.1 * star.posterior[1] * random.gaussian()));
  }
  catalogue.labels.push_back(std::move(label));
  catalogue.labels.push_back(std::move(gravity));
  catalogue.columns = mock.columns;
  catalogue.columns.push_back({"mh", "dex", std::vector<double>(rows.size(), 0.0)});

  validation::PrecisionOptions precision;
  precision.snrEdges = {15.0, 30.0, 300.0};
  precision.grid = mock.grid;
  const auto found = validation::precisionBySnr(catalogue, rows, precision, job);
  REQUIRE(found.size() == 2);
  CHECK(found[0].againstTruth);
  REQUIRE(found[0].bins.size() == 2);
  for (const auto& bin : found[0].bins) {
    CHECK(std::abs(bin.overBound - 1.3) < 4.0 * bin.overBoundError);
    CHECK(bin.bound < bin.boundSpectrum);
    CHECK(bin.boundPosterior <= bin.bound);
  }
  for (const auto& bin : found[1].bins)
    CHECK(std::abs(bin.overPosterior - 1.1) < 4.0 * bin.overPosteriorError);
  CHECK(found[0].bins[0].bound > found[0].bins[1].bound);

  const io::Table table = validation::precisionTable(found);
  REQUIRE(table.columns.size() == 19);
  CHECK(std::get<std::vector<std::string>>(table.columns[2].values) == std::vector<std::string>(4, "truth"));
}

TEST_CASE("precision: missing columns are named in the error") {
  survey::Dataset catalogue = twoScatters();
  Job job;
  const auto rows = test::allRows(catalogue);
  catalogue.columns.erase(catalogue.columns.begin() + 1);  // the reference
  CHECK_THROWS_WITH(validation::precisionBySnr(catalogue, rows, {}, job), Catch::Contains("survey that has labels"));
  catalogue.columns.erase(catalogue.columns.begin());  // S/N
  CHECK_THROWS_WITH(validation::precisionBySnr(catalogue, rows, {}, job), Catch::Contains("'snr'"));
}

TEST_CASE("coverage: fraction of residuals within some σ, where σ = 0 covers none and missing values do not count") {
  survey::Dataset catalogue;
  catalogue.ids = {"a", "b", "c", "d", "e"};
  catalogue.labels = {{"mh_cnn", "dex", {0.1F, 0.3F, -0.2F, 0.1F, std::nanf("")}, {}}};
  catalogue.columns = {{"mh", "dex", std::vector<double>(5, 0.0)},
                       {"sigma_mh_cnn", "dex", std::vector<double>{0.15, 0.2, 0.08, 0.0, 0.1}}};
  const std::array factors{1.0, 2.0, 3.0};
  const auto shares = validation::coverage(catalogue, test::allRows(catalogue), "mh", "sigma_mh_cnn", factors);
  CHECK(shares == std::vector<double>{0.25, 0.5, 0.75});
  CHECK(std::isnan(validation::coverage(catalogue, {}, "mh", "sigma_mh_cnn", factors)[0]));
}
