// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/MockMeasurements.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "mock/Observation.h"
#include "mock/stars/MockPhotometry.h"

namespace maury::validation {

namespace {

using mock::kMockLabels;
constexpr std::size_t kInputs = 4 + 2 * (mock::kXpCoefficients - 1);  // coefficient 0 of XP is 1 by definition

/// Point in the space of the parameters of the inputs: labels, ln distance, A_V and ln mass.
using Point = std::array<double, kVelocity>;

mock::StellarParameters starAt(const Point& point) {
  mock::StellarParameters star;
  for (std::size_t i = 0; i < kMockLabels; ++i)
    star.value(static_cast<mock::MockLabel>(i)) = point[i];
  return star;
}

/// Returns the noise-free inputs other than the spectrum: G, BP, RP, parallax, XP coefficients.
std::array<double, kInputs> inputsAt(const Point& point) {
  const auto star = starAt(point);
  const auto seen = mock::truePhotometry(star, std::exp(point[kMass]), std::exp(point[kDistance]), point[kExtinction]);
  std::array<float, mock::kXpCoefficients> bp, rp;
  mock::trueXpCoefficients(star, point[kExtinction], bp, rp);
  std::array<double, kInputs> out{seen.g, seen.bp, seen.rp, seen.parallaxMas};
  for (std::size_t n = 1; n < mock::kXpCoefficients; ++n) {
    out[3 + n] = static_cast<double>(bp[n]);
    out[2 + mock::kXpCoefficients + n] = static_cast<double>(rp[n]);
  }
  return out;
}

/// Writes the derivative of the flux with respect to velocity.
void differentiateByVelocity(const mock::SpectrumModel& model, const mock::StellarParameters& star,
                             std::span<double> derivative) {
  constexpr double kStepKmS = 2.0;  // far below the width of the lines, far above the sampling of their profiles
  std::vector<float> high(derivative.size()), low(derivative.size());
  model.compute(star, high, kStepKmS);
  model.compute(star, low, -kStepKmS);
  for (std::size_t i = 0; i < derivative.size(); ++i)
    derivative[i] = (static_cast<double>(high[i]) - static_cast<double>(low[i])) / (2.0 * kStepKmS);
}

}  // namespace

Measurements spectrumMeasurements(const mock::SpectrumModel& model, const mock::StellarParameters& star, double snr,
                                  std::vector<double>* truth) {
  constexpr double kSnrPixelNm = 0.03, kMinFlux = 0.05;  // the same as in mock/Observation.cpp
  const auto& grid = model.grid();
  const std::size_t pixels = grid.size();
  std::vector<double> flux(pixels), derivatives(kParameters * pixels);
  model.differentiate(star, flux, std::span(derivatives).first(kMockLabels * pixels));
  differentiateByVelocity(model, star, std::span(derivatives).subspan(kVelocity * pixels, pixels));
  const double pixelNm = (grid.last() - grid.first()) / static_cast<double>(pixels - 1);
  std::vector<double> sigma(pixels);
  for (std::size_t i = 0; i < pixels; ++i)
    sigma[i] = std::sqrt(kSnrPixelNm / pixelNm * std::max(flux[i], kMinFlux)) / snr;
  if (truth != nullptr) *truth = std::move(flux);
  return {std::move(derivatives), std::move(sigma)};
}

Measurements inputMeasurements(const mock::StellarParameters& star, const Observed& observed) {
  Point point{};
  for (std::size_t i = 0; i < kMockLabels; ++i)
    point[i] = star.value(static_cast<mock::MockLabel>(i));
  point[kDistance] = std::log(observed.distanceKpc);
  point[kExtinction] = observed.extinctionV;
  point[kMass] = std::log(observed.massSolar);
  // Central differences. The steps are large compared with the 32-bit precision of XP, but so small that the inputs
  // are linear over them.
  Point steps;
  steps.fill(0.02);
  steps[0] = 20.0;
  std::vector<double> derivatives(kParameters * kInputs);
  for (std::size_t p = 0; p < point.size(); ++p) {
    Point high = point, low = point;
    high[p] += steps[p];
    low[p] -= steps[p];
    const auto up = inputsAt(high), down = inputsAt(low);
    for (std::size_t i = 0; i < kInputs; ++i)
      derivatives[p * kInputs + i] = (up[i] - down[i]) / (2.0 * steps[p]);
  }
  const auto inputs = inputsAt(point);
  std::vector<double> sigma(kInputs, mock::xpError(inputs[0]));
  sigma[0] = mock::kGError, sigma[1] = mock::kBpError, sigma[2] = mock::kRpError, sigma[3] = mock::kParallaxErrorMas;
  return {std::move(derivatives), std::move(sigma)};
}

double restFrameErrorKmS(const survey::Provenance& survey, double g) {
  return survey.simulated.velocityErrorScale * mock::velocityErrorKmS(g);
}

void addVelocityPrior(FisherMatrix& fisher, double velocityErrorKmS) {
  constexpr double kMinErrorKmS = 1e-6;
  fisher.addPrior(kVelocity, std::max(velocityErrorKmS, kMinErrorKmS));
}

NoiseCorrelation noiseOf(const survey::Provenance& survey, const spectra::WavelengthGrid& grid) {
  if (!survey.simulated.correlatedNoise) return {};
  return pixelCorrelation(grid, mock::noiseCorrelation);
}

std::vector<double> labelCoefficients(std::size_t k) {
  constexpr std::array<mock::MockLabel, kBoundLabels.size()> kOwn = {
      mock::MockLabel::Teff, mock::MockLabel::Logg, mock::MockLabel::Mh, mock::MockLabel::Mh, mock::MockLabel::Alpham};
  std::vector<double> coefficients(kParameters);
  coefficients[static_cast<std::size_t>(kOwn.at(k))] = 1.0;
  constexpr std::size_t kIron = 3;
  if (k == kIron) coefficients[static_cast<std::size_t>(mock::MockLabel::Fe)] = 1.0;
  return coefficients;
}

}  // namespace maury::validation
