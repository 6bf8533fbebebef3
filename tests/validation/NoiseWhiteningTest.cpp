// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/NoiseWhitening.h"

#include <cmath>
#include <limits>
#include <vector>

#include "base/Error.h"
#include "mock/Observation.h"
#include "support/Catch.h"
#include "validation/CramerRao.h"

using namespace maury;
using validation::FisherMatrix;
using validation::NoiseCorrelation;

namespace {

/// Four measurements with the correlations 0.6 and 0.2 of neighbours and second neighbours.
struct FourMeasurements {
  NoiseCorrelation correlation{2, {0.0, 0.0, 0.6, 0.0, 0.6, 0.2, 0.6, 0.2}};
  std::vector<double> sigma{0.1, 0.2, 0.1, 0.05};
  std::vector<double> derivatives{1.0, 2.0, -1.0, 0.5, 0.5, -1.0, 3.0, 1.0};
};

}  // namespace

TEST_CASE("noise whitening: the information of two pixels with correlated noise is known") {
  // F = aᵀ C⁻¹ a. For the mean of both (a = 3, 3) 2a²/(σ²(1 + ρ)), for their difference (3, −3) 2a²/(σ²(1 − ρ)).
  const NoiseCorrelation correlation{1, {0.0, 0.4}};
  const std::vector<double> sigma{0.5, 0.5};
  FisherMatrix mean(1), difference(1), independent(1);
  mean.add(std::vector{3.0, 3.0}, sigma, correlation);
  difference.add(std::vector{3.0, -3.0}, sigma, correlation);
  independent.add(std::vector{3.0, 3.0}, sigma);
  CHECK(mean.bound(0) == Approx(0.5 * std::sqrt(1.4 / 18.0)));
  CHECK(difference.bound(0) == Approx(0.5 * std::sqrt(0.6 / 18.0)));
  CHECK(independent.bound(0) == Approx(0.5 / std::sqrt(18.0)));
}

TEST_CASE("noise whitening: bounds and filter agree with the inverse of the whole covariance") {
  const FourMeasurements four;
  FisherMatrix fisher(2);
  fisher.add(four.derivatives, four.sigma, four.correlation);
  // Computed with numpy.linalg.inv.
  CHECK(fisher.bound(0) == Approx(0.037527550583).epsilon(1e-9));
  CHECK(fisher.bound(1) == Approx(0.027389949284).epsilon(1e-9));
  CHECK(fisher.bound(std::vector{1.0, 2.0}) == Approx(0.083554177550).epsilon(1e-9));
  const auto filter = fisher.filter(std::vector{1.0, 0.0}, four.derivatives, four.sigma, four.correlation);
  const std::vector expected{0.174155735417, 0.048841752721, -0.298911526654, 0.858498464973};
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(filter[i] == Approx(expected[i]).epsilon(1e-9));
}

TEST_CASE("noise whitening: a measurement without an error is left out") {
  FourMeasurements four;
  four.sigma[1] = std::numeric_limits<double>::quiet_NaN();
  four.derivatives[1] = std::numeric_limits<double>::quiet_NaN();
  FisherMatrix fisher(2);
  fisher.add(four.derivatives, four.sigma, four.correlation);
  // The same from the three others, with numpy.
  CHECK(fisher.bound(0) == Approx(0.038765479888).epsilon(1e-9));
  CHECK(fisher.bound(1) == Approx(0.035021698089).epsilon(1e-9));
  const auto filter = fisher.filter(std::vector{1.0, 0.0}, four.derivatives, four.sigma, four.correlation);
  const std::vector expected{0.237569060773, 0.0, -0.328729281768, 0.867403314917};
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(filter[i] == Approx(expected[i]).epsilon(1e-9));
}

TEST_CASE("noise whitening: a correlation that no noise can have is refused") {
  FisherMatrix fisher(1);  // the smallest eigenvalue of the correlation is 1 − 0.9 √2
  CHECK_THROWS_WITH(
      fisher.add(std::vector{1.0, 1.0, 1.0}, std::vector{1.0, 1.0, 1.0}, NoiseCorrelation{1, {0.0, 0.9, 0.9}}),
      Catch::Contains("not positive definite"));
}

TEST_CASE("noise whitening: the mock's noise correlates neighbours at 0.03 nm and four of them at 0.01 nm") {
  const auto wide =
      validation::pixelCorrelation(spectra::WavelengthGrid::linear(846.015, 0.03, 800), mock::noiseCorrelation);
  REQUIRE(wide.reach == 1);
  REQUIRE(wide.values.size() == 800);
  CHECK(wide.values[0] == 0.0);
  CHECK(wide.values[799] == Approx(0.1351613797).margin(1e-7));
  const auto narrow =
      validation::pixelCorrelation(spectra::WavelengthGrid::linear(846.0, 0.01, 2401), mock::noiseCorrelation);
  REQUIRE(narrow.reach == 4);
  CHECK(narrow.values[4 * 1200 + 1] == Approx(0.4423180392).margin(1e-7));
  CHECK(narrow.values[4 * 2 + 2] == 0.0);  // the third pixel has two predecessors
  CHECK_NOTHROW(validation::NoiseWhitening(std::vector<double>(2401, 1.0), narrow));
}
