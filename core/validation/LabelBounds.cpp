// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/LabelBounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/Error.h"
#include "base/Parallel.h"
#include "mock/Evolution.h"
#include "mock/MockPhotometry.h"
#include "survey/SurveyFile.h"
#include "survey/SurveyStream.h"
#include "validation/CramerRao.h"

namespace maury::validation {

namespace {

using mock::kMockLabels;
constexpr std::size_t kDistance = kMockLabels, kExtinction = kMockLabels + 1, kMass = kMockLabels + 2,
                      kParameters = kMockLabels + 3;
constexpr std::size_t kFirstElement = kMockLabels - mock::kMockElements;
constexpr std::size_t kInputs = 4 + 2 * (mock::kXpCoefficients - 1);  // element 0 of XP is 1 by definition

/// A point in the space of labels, ln distance, A_V and ln mass.
using Point = std::array<double, kParameters>;

mock::StellarParameters starAt(const Point& point) {
  mock::StellarParameters star;
  for (std::size_t i = 0; i < kMockLabels; ++i)
    star.of(static_cast<mock::MockLabel>(i)) = point[i];
  return star;
}

/// The inputs beside the spectrum without their errors: G, BP, RP, parallax, XP.
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

FisherMatrix ofSpectrum(const mock::SpectrumModel& model, const mock::StellarParameters& star, double snr) {
  constexpr double kSnrPixelNm = 0.03, kLeastFlux = 0.05;  // as mock/Observation.cpp
  const auto& grid = model.grid();
  const std::size_t pixels = grid.size();
  std::vector<double> flux(pixels), derivatives(kParameters * pixels);
  model.differentiate(star, flux, std::span(derivatives).first(kMockLabels * pixels));
  const double pixelNm = (grid.last() - grid.first()) / static_cast<double>(pixels - 1);
  std::vector<double> sigma(pixels);
  for (std::size_t i = 0; i < pixels; ++i)
    sigma[i] = std::sqrt(kSnrPixelNm / pixelNm * std::max(flux[i], kLeastFlux)) / snr;
  FisherMatrix fisher(kParameters);
  fisher.add(derivatives, sigma);
  return fisher;
}

FisherMatrix ofInputs(const Point& point) {
  // Central differences; steps well above the single precision of XP, well below where anything bends.
  Point steps;
  steps.fill(0.02);
  steps[0] = 20.0;
  std::vector<double> derivatives(kParameters * kInputs);
  for (std::size_t p = 0; p < kParameters; ++p) {
    Point high = point, low = point;
    high[p] += steps[p];
    low[p] -= steps[p];
    const auto up = inputsAt(high), down = inputsAt(low);
    for (std::size_t i = 0; i < kInputs; ++i)
      derivatives[p * kInputs + i] = (up[i] - down[i]) / (2.0 * steps[p]);
  }
  const auto here = inputsAt(point);
  std::vector<double> sigma(kInputs, mock::xpError(here[0]));
  sigma[0] = mock::kGError, sigma[1] = mock::kBpError, sigma[2] = mock::kRpError, sigma[3] = mock::kParallaxErrorMas;
  FisherMatrix fisher(kParameters);
  fisher.add(derivatives, sigma);
  return fisher;
}

LabelSigmas sigmasOf(const FisherMatrix& fisher) {
  LabelSigmas out;
  constexpr std::array<std::size_t, 5> kOwn = {0, 1, 2, 2, 3};
  for (std::size_t k = 0; k < out.size(); ++k) {
    std::vector<double> coefficients(kParameters);
    coefficients[kOwn[k]] = 1.0;
    if (k == 3) coefficients[static_cast<std::size_t>(mock::MockLabel::Fe)] = 1.0;  // [Fe/H] = [M/H] + the element's
    out[k] = fisher.bound(coefficients);
  }
  return out;
}

std::vector<double> columnOf(const survey::Dataset& stars, const std::string& name, const std::string& path) {
  if (stars.hasNumeric(name)) return stars.numeric(name);
  throw Error(ErrorKind::Mismatch,
              fmt::format("{} has no column \"{}\": the bound needs the true labels of a mock survey; make one with "
                          "\"maury-cli mock\".",
                          path, name));
}

}  // namespace

LabelBounds labelBounds(const mock::SpectrumModel& model, const mock::StellarParameters& star,
                        const Observed& observed) {
  Point point{};
  for (std::size_t i = 0; i < kMockLabels; ++i)
    point[i] = star.of(static_cast<mock::MockLabel>(i));
  point[kDistance] = std::log(observed.distanceKpc);
  point[kExtinction] = observed.extinctionV;
  point[kMass] = std::log(observed.massSolar);

  FisherMatrix fisher = ofSpectrum(model, star, observed.snr);
  for (std::size_t i = 0; i < mock::kMockElements; ++i)
    fisher.addPrior(kFirstElement + i, mock::kElementScatter[i]);
  LabelBounds out;
  out.spectrum = sigmasOf(fisher);
  fisher.add(ofInputs(point));
  fisher.addPrior(kMass, 0.1);
  out.all = sigmasOf(fisher);
  return out;
}

std::vector<StarBound> surveyBounds(const std::filesystem::path& survey, std::size_t most, double resolution,
                                    Job& job) {
  const survey::Dataset stars = survey::readStars(survey, job);
  const auto grid = survey::SurveyReader(survey).schema().grid;
  const std::string path = survey.string();
  if (!stars.provenance.isMock || grid.empty())
    throw Error(ErrorKind::Mismatch,
                fmt::format("{} is not a mock survey with spectra; only there the true derivatives are known.", path));
  std::array<std::vector<double>, kMockLabels> truth;
  for (std::size_t k = 0; k < kMockLabels; ++k)
    truth[k] = columnOf(stars, fmt::format("true_{}", mock::mockLabelName(static_cast<mock::MockLabel>(k))), path);
  const auto snr = columnOf(stars, "snr", path), distance = columnOf(stars, "distance_kpc", path),
             extinction = columnOf(stars, "true_extinction_v", path);

  const mock::SpectrumModel model(grid, resolution);
  const std::size_t count = std::min(most, stars.starCount());
  std::vector<StarBound> out(count);
  ProgressMeter meter(job, "computing the bounds", "stars", count);
  parallelChunks(count, 4, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t row = i * stars.starCount() / count;
      mock::StellarParameters star;
      for (std::size_t k = 0; k < kMockLabels; ++k)
        star.of(static_cast<mock::MockLabel>(k)) = truth[k][row];
      out[i] = {stars.ids[row], snr[row], labelBounds(model, star, {snr[row], distance[row], extinction[row], 1.0})};
    }
    meter.advance(end - begin);
  });
  return out;
}

}  // namespace maury::validation
