// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/LabelBounds.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/Constants.h"
#include "mock/MockSurvey.h"
#include "mock/Observation.h"
#include "mock/stars/Evolution.h"
#include "support/Catch.h"
#include "support/Rows.h"
#include "validation/CramerRao.h"
#include "validation/MockMeasurements.h"

using namespace maury;
using validation::FisherMatrix;
using validation::LabelBounds;

namespace {

const mock::StellarParameters kGiant{4700.0, 2.4, -0.2, 0.1};

}  // namespace

TEST_CASE("label bounds: with an exact rest frame they are those of the labels and elements alone") {
  const auto& model = mock::spectrumModel();
  const std::size_t pixels = model.grid().size();
  std::vector<double> flux(pixels), derivatives(mock::kMockLabels * pixels), sigma;
  model.differentiate(kGiant, flux, derivatives);
  for (const double value : flux)  // S/N 40 per pixel of 0.03 nm in the continuum
    sigma.push_back(std::sqrt(std::max(value, 0.05)) / 40.0);
  FisherMatrix fisher(mock::kMockLabels);
  fisher.add(derivatives, sigma);
  for (std::size_t i = 0; i < mock::kMockElements; ++i)
    fisher.addPrior(validation::kFirstElement + i, mock::kElementScatter[i]);
  const LabelBounds bounds = validation::labelBounds(model, kGiant, {40.0, 2.0, 0.3, 1.1});
  CHECK(bounds.spectrum[0] == Approx(fisher.bound(0)));
  CHECK(bounds.spectrum[1] == Approx(fisher.bound(1)));
  CHECK(bounds.spectrum[2] == Approx(fisher.bound(2)));
  CHECK(bounds.spectrum[4] == Approx(fisher.bound(3)));
  CHECK(std::isnan(bounds.posterior[0]));
}

TEST_CASE("label bounds: for a mock in the exact rest frame they are those before velocity was a parameter") {
  mock::MockOptions options;
  options.stars = 40;
  options.observation.velocityErrorScale = 0.0;
  const auto stars = mock::mockStars(options, 0, 3);
  Job job;
  const auto bounds =
      validation::starBounds(stars, stars.grid, std::vector<std::size_t>{0, 2}, mock::kRvsResolution, job);
  // Printed by `mock --stars 40 --velocity-error 0` and `bound` of the version without velocity.
  const std::vector<LabelBounds> earlier{{{53.27370908, 0.1600978033, 0.0622503241, 0.0625829239, 0.0337113167},
                                          {21.61161700, 0.0364570874, 0.0146469344, 0.0207175019, 0.0131813814}},
                                         {{11.67954274, 0.0451589270, 0.0192772775, 0.0188031834, 0.0154419013},
                                          {9.17697663, 0.0226852729, 0.0074371832, 0.0108332464, 0.0087139150}}};
  for (std::size_t star = 0; star < 2; ++star) {
    for (std::size_t k = 0; k < validation::kBoundLabels.size(); ++k) {
      CHECK(bounds[star].bounds.spectrum[k] == Approx(earlier[star].spectrum[k]).epsilon(1e-4));
      CHECK(bounds[star].bounds.all[k] == Approx(earlier[star].all[k]).epsilon(1e-4));
    }
  }
}

TEST_CASE("label bounds: the derivative by velocity is that of the spectrum by wavelength") {
  const mock::SpectrumModel model(spectra::WavelengthGrid::linear(850.0, 0.01, 800));
  const std::size_t pixels = model.grid().size();
  std::vector<double> flux;
  const auto measured = validation::spectrumMeasurements(model, kGiant, 100.0, &flux);
  // F(λ; v) = F(λ/(1 + v/c)), so that dF/dv = −λ/c dF/dλ. The five-point formula has an error of h⁴.
  double squares = 0.0, difference = 0.0;
  for (std::size_t i = 2; i + 2 < pixels; ++i) {
    const double slope = (flux[i - 2] - 8.0 * flux[i - 1] + 8.0 * flux[i + 1] - flux[i + 2]) / (12.0 * 0.01);
    const double expected = -model.grid()[i] / kSpeedOfLightKmS * slope;
    squares += expected * expected;
    difference += std::pow(measured.derivatives[validation::kVelocity * pixels + i] - expected, 2);
  }
  CHECK(squares > 0.0);
  // Measured: 0.025. The model shifts lines against its sampling of the opacity, the formula shifts the pixels.
  CHECK(std::sqrt(difference / squares) < 0.03);
}

TEST_CASE("label bounds: they grow with the error of the rest frame, up to those for an unknown velocity") {
  const auto& model = mock::spectrumModel();
  const auto boundsOf = [&](double velocityErrorKmS) {
    return validation::labelBounds(model, kGiant, {40.0, 2.0, 0.3, 1.1, velocityErrorKmS});
  };
  const LabelBounds exact = boundsOf(0.0), typical = boundsOf(1.0), poor = boundsOf(100.0), unknown = boundsOf(1e4);
  double growth = 0.0;
  for (std::size_t k = 0; k < validation::kBoundLabels.size(); ++k) {
    INFO(validation::kBoundLabels[k]);
    CHECK(typical.spectrum[k] >= exact.spectrum[k] * (1.0 - 1e-9));
    CHECK(typical.all[k] >= exact.all[k] * (1.0 - 1e-9));
    CHECK(poor.spectrum[k] >= typical.spectrum[k] * (1.0 - 1e-9));
    CHECK(unknown.spectrum[k] == Approx(poor.spectrum[k]).epsilon(1e-3));  // the spectrum itself fixes the velocity
    growth = std::max(growth, unknown.spectrum[k] / exact.spectrum[k] - 1.0);
  }
  CHECK(growth > 1e-4);
}

TEST_CASE("label bounds: a survey's provenance decides on rest frame and correlated noise") {
  mock::MockOptions options;
  options.stars = 40;
  options.oddFraction = 0.0;
  const auto stars = mock::mockStars(options, 0, 40);
  CHECK_FALSE(stars.provenance.simulated.correlatedNoise);
  CHECK(stars.provenance.simulated.velocityErrorScale == 1.0);
  CHECK(validation::restFrameErrorKmS(stars.provenance, 14.0) == Approx(mock::velocityErrorKmS(14.0)));
  auto exactFrame = stars, correlated = stars;
  exactFrame.provenance.simulated.velocityErrorScale = 0.0;
  correlated.provenance.simulated.correlatedNoise = true;
  Job job;
  const auto rows = test::allRows(stars);
  const auto boundsOf = [&](const survey::Dataset& survey) {
    return validation::starBounds(survey, survey.grid, rows, mock::kRvsResolution, job);
  };
  const auto usual = boundsOf(stars), exact = boundsOf(exactFrame), noisy = boundsOf(correlated);
  // The largest eigenvalue of the correlation of neighbours, 1 + 2 · 0.13516, limits the loss of information.
  const double most = std::sqrt(1.0 + 2.0 * mock::noiseCorrelation(0.03));
  double meanLoss = 0.0;
  for (const std::size_t star : rows) {
    for (std::size_t k = 0; k < validation::kBoundLabels.size(); ++k) {
      CHECK(exact[star].bounds.all[k] <= usual[star].bounds.all[k] * (1.0 + 1e-9));
      CHECK(noisy[star].bounds.spectrum[k] <= most * usual[star].bounds.spectrum[k]);
    }
    meanLoss += noisy[star].bounds.spectrum[2] / usual[star].bounds.spectrum[2] / 40.0;
  }
  CHECK(meanLoss > 1.03);  // lines are wider than a pixel, so that their noise is averaged less
}

TEST_CASE("label bounds: a prior lowers them, but not without other stars") {
  mock::MockOptions options;
  options.stars = 2000;
  const auto stars = mock::mockStars(options, 0, 2000);
  const validation::LabelPrior prior = validation::labelPrior(stars);
  const std::vector<validation::PriorLabels> few(3, {4700.0, 2.4, -0.2, 0.1});
  Job job;
  std::vector<std::size_t> rows = test::rowNumbers(60);
  const auto bounds = validation::starBounds(stars, stars.grid, rows, mock::kRvsResolution, job, &prior);
  double ratio = 0.0;
  for (const auto& star : bounds) {
    for (std::size_t k = 0; k < validation::kBoundLabels.size(); ++k) {
      CHECK(star.bounds.posterior[k] <= star.bounds.all[k] * (1.0 + 1e-9));
      CHECK(star.bounds.posterior[k] > 0.0);
    }
    ratio += star.bounds.posterior[0] / star.bounds.all[0] / 60.0;
  }
  CHECK(ratio < 0.99);
  const validation::LabelPrior empty(few);
  const auto same = validation::labelBounds(mock::spectrumModel(), kGiant, {40.0, 2.0, 0.3, 1.1}, &empty);
  for (std::size_t k = 0; k < validation::kBoundLabels.size(); ++k)
    CHECK(same.posterior[k] == Approx(same.all[k]));
}
