// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/Perturbation.h"

#include <cmath>
#include <vector>

#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/ToyModel.h"

using maury::attribution::applyPerturbation;
using maury::attribution::Perturbation;
using maury::survey::Dataset;

namespace {

const std::vector<std::size_t> kFirst{0};

/// Returns one star with the same flux in all pixels, without errors.
Dataset flat(float flux, std::size_t pixels = 400) {
  Dataset survey = maury::test::toySurvey(1, pixels);
  survey.flux.assign(pixels, flux);
  survey.fluxError.clear();
  return survey;
}

}  // namespace

TEST_CASE("perturbation: the default changes nothing and keeps the order of the rows") {
  const Dataset survey = maury::test::toySurvey(5);
  const Dataset same = applyPerturbation(survey, std::vector<std::size_t>{3, 1}, {});
  CHECK(same.ids == std::vector<std::string>{"toy3", "toy1"});
  CHECK(std::equal(same.flux.begin(), same.flux.begin() + 40, survey.fluxOf(3).begin()));
}

TEST_CASE("perturbation: a line is deepened within its width, with a soft edge, and erased by 0") {
  Perturbation done;
  done.lines = {{855.0, 0.5, 2.0}};
  const Dataset deeper = applyPerturbation(flat(0.8F), kFirst, done);
  CHECK(deeper.flux[50] == Approx(0.6));                                                   // 855.0
  CHECK(deeper.flux[54] == Approx(0.6));                                                   // within half a width
  CHECK(deeper.flux[57] == Approx(1.0 - 0.2 * (1.0 + 0.5 * (1 + std::cos(0.4 * M_PI)))));  // 855.7: 0.4 of the way down
  CHECK(deeper.flux[61] == Approx(0.8));
  done.lines[0].factor = 0.0;
  CHECK(applyPerturbation(flat(0.8F), kFirst, done).flux[50] == Approx(1.0));
}

TEST_CASE("perturbation: a shift moves a line by λ v/c and repeats the end pixels") {
  Dataset survey = flat(1.0F);
  for (std::size_t p = 0; p < 400; ++p)
    survey.flux[p] = static_cast<float>(1.0 - 0.5 * std::exp(-0.5 * std::pow((survey.grid[p] - 870.0) / 0.6, 2)));
  survey.flux[0] = 0.9F;
  Perturbation done;
  done.velocityKmS = 100.0;
  const Dataset moved = applyPerturbation(survey, kFirst, done);
  double centre = 0.0, weight = 0.0;
  for (std::size_t p = 150; p < 250; ++p) {
    centre += survey.grid[p] * (1.0 - moved.flux[p]);
    weight += 1.0 - moved.flux[p];
  }
  CHECK(centre / weight == Approx(870.0 * (1.0 + 100.0 / 299792.458)).margin(1e-3));
  CHECK(std::isfinite(moved.flux[0]));
  CHECK(std::isfinite(moved.flux[399]));
}

TEST_CASE("perturbation: noise lowers a star to the requested S/N, and leaves a noisier one unchanged") {
  const auto scatter = [](const Dataset& stars) {
    double square = 0.0;
    for (const float flux : stars.flux)
      square += (flux - 1.0) * (flux - 1.0) / static_cast<double>(stars.flux.size());
    return std::sqrt(square);
  };
  Dataset survey = flat(1.0F, 20000);
  survey.fluxError.assign(20000, 0.03F);  // the star's own noise, which is not visible in the flux here
  Perturbation done;
  done.snr = 20.0;
  CHECK(scatter(applyPerturbation(survey, kFirst, done)) == Approx(std::sqrt(0.05 * 0.05 - 0.03 * 0.03)).epsilon(0.03));
  CHECK(applyPerturbation(survey, kFirst, done).flux == applyPerturbation(survey, kFirst, done).flux);
  done.seed = 2;
  CHECK_FALSE(applyPerturbation(survey, kFirst, done).flux[7] ==
              applyPerturbation(survey, kFirst, {{}, {}, 0.0, 20.0, 1, {}}).flux[7]);
  done.snr = 40.0;
  CHECK(scatter(applyPerturbation(survey, kFirst, done)) == 0.0);
  survey.fluxError.clear();
  std::get<std::vector<double>>(survey.columns[0].values)[0] = 25.0;  // column snr
  done.snr = 20.0;
  CHECK(scatter(applyPerturbation(survey, kFirst, done)) == Approx(std::sqrt(0.05 * 0.05 - 0.04 * 0.04)).epsilon(0.03));
}

TEST_CASE("perturbation: a masked window has no data, and an input changes by the requested amount") {
  const Dataset survey = maury::test::toySurvey(2);
  Perturbation done;
  done.masked = {{850.95, 851.25}};
  done.inputs = {{"g", 0.5}};
  const Dataset stars = applyPerturbation(survey, std::vector<std::size_t>{0, 1}, done);
  for (std::size_t p = 0; p < 40; ++p)
    CHECK(std::isnan(stars.flux[40 + p]) == (p >= 10 && p <= 12));
  CHECK(stars.inputs[0].values[1] == Approx(survey.inputs[0].values[1] + 0.5F));
  done.inputs = {{"colour", 0.5}};
  const auto error = maury::test::errorOf([&] { applyPerturbation(survey, kFirst, done); });
  REQUIRE(error);
  CHECK(error->says("colour"));
  CHECK(maury::test::errorOf([&] { applyPerturbation(survey, kFirst, {{}, {}, 1e9, 0.0, 1, {}}); }));
  CHECK(maury::test::errorOf([&] { applyPerturbation(survey, kFirst, {{{850.0, 0.0, 2.0}}, {}, 0.0, 0.0, 1, {}}); }));
}
