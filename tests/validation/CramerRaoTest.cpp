// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/CramerRao.h"

#include <cmath>
#include <vector>

#include "base/Error.h"
#include "base/Random.h"
#include "mock/MockSurvey.h"
#include "support/Catch.h"
#include "support/TemporaryFolder.h"
#include "survey/file/SurveyFile.h"
#include "validation/LabelBounds.h"

using namespace maury;
using validation::FisherMatrix;

TEST_CASE("Cramér–Rao: a straight line has the textbook errors") {
  // y = a + b x at x = 0 … 9, σ = 0.5: σ_b² = σ² / Σ(x − x̄)², σ_a² = σ² (1/n + x̄² / Σ(x − x̄)²).
  constexpr std::size_t n = 10;
  std::vector<double> derivatives(2 * n), sigma(n, 0.5);
  for (std::size_t i = 0; i < n; ++i)
    derivatives[i] = 1.0, derivatives[n + i] = static_cast<double>(i);
  FisherMatrix fisher(2);
  fisher.add(derivatives, sigma);
  constexpr double kSquares = 82.5, kMean = 4.5;
  CHECK(fisher.bound(1) == Approx(0.5 / std::sqrt(kSquares)));
  CHECK(fisher.bound(0) == Approx(0.5 * std::sqrt(0.1 + kMean * kMean / kSquares)));
  // The line is best known at the mean of x: σ/√n.
  CHECK(fisher.bound(std::vector<double>{1.0, kMean}) == Approx(0.5 / std::sqrt(10.0)));
  // Adding the same measurements again halves the variance.
  FisherMatrix twice = fisher;
  twice.add(fisher);
  CHECK(twice.bound(1) == Approx(fisher.bound(1) / std::sqrt(2.0)));
  // Knowing the offset leaves σ² / Σx².
  fisher.addPrior(0, 1e-9);
  CHECK(fisher.bound(1) == Approx(0.5 / std::sqrt(285.0)));
}

TEST_CASE("Cramér–Rao: parameters that are not measured, or only in combination, have an infinite bound") {
  FisherMatrix fisher(3);
  const std::vector<double> derivatives{1.0, 2.0, 1.0, 2.0, 0.0, 0.0}, sigma{0.1, 0.1};
  fisher.add(derivatives, sigma);
  CHECK(std::isinf(fisher.bound(0)));
  CHECK(std::isinf(fisher.bound(2)));
  CHECK(fisher.bound(std::vector<double>{1.0, 1.0, 0.0}) == Approx(0.1 / std::sqrt(5.0)));
  fisher.addPrior(0, 0.2);
  CHECK(fisher.bound(0) == Approx(0.2));
  const std::vector<double> blind{std::nan(""), 0.0};
  FisherMatrix nothing(3);
  nothing.add(derivatives, blind);
  CHECK(std::isinf(nothing.bound(1)));
}

TEST_CASE("Cramér–Rao: a nuisance with a prior costs what it shares with the label") {
  // F = (500, 300; 300, 200 + 1/σ_v²), so that the variance of the label is 1 / (500 − 300² / (200 + 1/σ_v²)).
  const std::vector<double> derivatives{2.0, 1.0, 1.0, 1.0}, sigma{0.1, 0.1};
  const auto labelBound = [&](double velocitySigma) {
    FisherMatrix fisher(2);
    fisher.add(derivatives, sigma);
    fisher.addPrior(1, velocitySigma);
    CHECK(fisher.marginalInformation(1).at(0) == Approx(std::pow(fisher.bound(0), -2.0)));
    return fisher.bound(0);
  };
  CHECK(labelBound(0.5) == Approx(1.0 / std::sqrt(500.0 - 90000.0 / 204.0)));
  CHECK(labelBound(1e-6) == Approx(1.0 / std::sqrt(500.0)));  // a known velocity
  CHECK(labelBound(1e6) == Approx(1.0 / std::sqrt(50.0)));    // an unknown one
}

TEST_CASE("Cramér–Rao: marginal information is the inverse of a block of the inverse") {
  // F = AᵀA for derivatives A = (1 2 0; 0 1 1; 2 0 1; 1 1 1) and σ = 1; its inverse is known by hand:
  // F = (6 3 3; 3 6 2; 3 2 3), det F = 39, and the block of the first two parameters is (14 −3; −3 9)/39.
  FisherMatrix fisher(3);
  fisher.add(std::vector{1.0, 0.0, 2.0, 1.0, 2.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0}, std::vector(4, 1.0));
  const auto information = fisher.marginalInformation(2);
  // The inverse of that block: 39/(14·9 − 9) · (9 3; 3 14).
  CHECK(information[0] == Approx(3.0));
  CHECK(information[1] == Approx(1.0));
  CHECK(information[2] == Approx(1.0));
  CHECK(information[3] == Approx(14.0 / 3.0));
  CHECK(fisher.marginalInformation(3)[8] == Approx(3.0));
  // A parameter that nothing measures does not matter.
  FisherMatrix one(2);
  one.add(std::vector{2.0, 0.0}, std::vector{0.5});
  CHECK(one.marginalInformation(1).at(0) == Approx(16.0));
}

TEST_CASE("Cramér–Rao: temperatures fitted to noisy mock spectra scatter by the bound") {
  const auto& model = mock::spectrumModel();
  const std::size_t pixels = model.grid().size();
  const mock::StellarParameters star{4700.0, 2.4, -0.2, 0.1};
  std::vector<double> flux(pixels), derivatives(mock::kMockLabels * pixels);
  model.differentiate(star, flux, derivatives);
  const std::span<const double> slope = std::span(derivatives).first(pixels);
  const std::vector<double> sigma(pixels, 0.02);
  FisherMatrix fisher(1);
  fisher.add(slope, sigma);

  constexpr int kFits = 400;
  double squares = 0.0, sum = 0.0;
  std::vector<float> trial(pixels);
  for (int fit = 0; fit < kFits; ++fit) {
    Random random(5, static_cast<std::uint64_t>(fit));
    std::vector<double> seen(pixels);
    for (std::size_t i = 0; i < pixels; ++i)
      seen[i] = flux[i] + sigma[i] * random.gaussian();
    auto guess = star;
    guess.teff += 60.0;
    for (int step = 0; step < 3; ++step) {
      model.compute(guess, trial);
      double along = 0.0, norm = 0.0;
      for (std::size_t i = 0; i < pixels; ++i)
        along += slope[i] * (seen[i] - static_cast<double>(trial[i])), norm += slope[i] * slope[i];
      guess.teff += along / norm;
    }
    squares += std::pow(guess.teff - star.teff, 2), sum += guess.teff - star.teff;
  }
  CHECK(std::sqrt(squares / kFits) == Approx(fisher.bound(0)).epsilon(0.14));  // four standard deviations
  CHECK(std::abs(sum / kFits) < 0.25 * fisher.bound(0));
}

TEST_CASE("label bounds: they grow with noise, shrink with other inputs, and are large for α of a metal-poor dwarf") {
  const auto& model = mock::spectrumModel();
  const mock::StellarParameters giant{4700.0, 2.4, -0.2, 0.1}, poor{6200.0, 4.2, -2.0, 0.2};
  const auto noisy = validation::labelBounds(model, giant, {20.0, 2.0, 0.3, 1.1}),
             clean = validation::labelBounds(model, giant, {100.0, 2.0, 0.3, 1.1}),
             hard = validation::labelBounds(model, poor, {20.0, 1.0, 0.1, 0.8});
  for (std::size_t k = 0; k < validation::kBoundLabels.size(); ++k) {
    INFO(validation::kBoundLabels[k]);
    CHECK(noisy.spectrum[k] > 1.5 * clean.spectrum[k]);
    CHECK(noisy.spectrum[k] < 5.0 * clean.spectrum[k] * 1.001);
    CHECK(noisy.all[k] < noisy.spectrum[k]);
    CHECK(clean.all[k] < clean.spectrum[k]);
  }
  for (const std::size_t k : {2, 4})
    CHECK(hard.spectrum[k] > 1.2 * noisy.spectrum[k]);
  // Parallax and photometry determine the gravity, colours the temperature.
  CHECK(noisy.all[0] < 0.5 * noisy.spectrum[0]);
  CHECK(noisy.all[1] < 0.5 * noisy.spectrum[1]);
}

TEST_CASE("label bounds: each star of a mock survey has bounds, and other surveys are refused with the reason") {
  const test::TemporaryFolder folder;
  mock::MockOptions options;
  options.stars = 40;
  Job job;
  mock::writeMockSurvey(folder / "mock.fits", options, job);
  const auto bounds = validation::surveyBounds(folder / "mock.fits", {.maxStars = 10}, job);
  const auto stars = mock::mockStars(options, 0, 40);
  REQUIRE(bounds.size() == 10);
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK(bounds[i].id == stars.ids[4 * i]);
    CHECK(bounds[i].snr == Approx(stars.numeric("snr")[4 * i]));
    CHECK(bounds[i].bounds.spectrum[0] > 1.0);
    CHECK(std::isfinite(bounds[i].bounds.all[4]));
  }
  auto real = stars;
  real.provenance.isMock = false;
  survey::writeSurvey(folder / "real.fits", real, job);
  CHECK_THROWS_WITH(validation::surveyBounds(folder / "real.fits", {.maxStars = 10}, job),
                    Catch::Contains("not a mock survey"));
}
