// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/LabelBounds.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "base/Error.h"
#include "base/Parallel.h"
#include "mock/stars/Evolution.h"
#include "mock/stars/MockPhotometry.h"
#include "survey/file/SurveyReader.h"
#include "survey/file/SurveyStream.h"
#include "survey/names/PositionColumns.h"
#include "validation/CramerRao.h"
#include "validation/MockMeasurements.h"

namespace maury::validation {

namespace {

using mock::kMockLabels;

LabelSigmas sigmasOf(const FisherMatrix& fisher) {
  LabelSigmas out;
  for (std::size_t k = 0; k < out.size(); ++k)
    out[k] = fisher.bound(labelCoefficients(k));
  return out;
}

PriorLabels priorLabelsOf(const mock::StellarParameters& star) {
  PriorLabels out;
  for (std::size_t k = 0; k < kPriorLabels; ++k)
    out[k] = star.value(static_cast<mock::MockLabel>(k));
  return out;
}

std::vector<double> columnOf(const survey::Dataset& stars, const std::string& name) {
  if (stars.hasNumeric(name)) return stars.numeric(name);
  throw Error(ErrorKind::Mismatch,
              fmt::format("there is no column '{}', but the bound needs the true labels of a mock survey; make a mock "
                          "survey first",
                          name));
}

/// Returns the G magnitudes; NaN where they are missing.
std::vector<double> magnitudesG(const survey::Dataset& stars) {
  constexpr const char* kG = "phot_g_mean_mag";
  if (stars.hasNumeric(kG)) return stars.numeric(kG);
  return std::vector<double>(stars.starCount(), std::numeric_limits<double>::quiet_NaN());
}

}  // namespace

LabelBounds labelBounds(const mock::SpectrumModel& model, const mock::StellarParameters& star, const Observed& observed,
                        const LabelPrior* prior) {
  static_assert(kPriorLabels == kFirstElement);
  FisherMatrix fisher(kParameters);
  const Measurements spectrum = spectrumMeasurements(model, star, observed.snr);
  fisher.add(spectrum.derivatives, spectrum.sigma, observed.noise != nullptr ? *observed.noise : NoiseCorrelation{});
  addVelocityPrior(fisher, observed.velocityErrorKmS);
  for (std::size_t i = 0; i < mock::kMockElements; ++i)
    fisher.addPrior(kFirstElement + i, mock::kElementScatter[i]);
  LabelBounds out;
  out.spectrum = sigmasOf(fisher);
  const Measurements inputs = inputMeasurements(star, observed);
  fisher.add(inputs.derivatives, inputs.sigma);
  fisher.addPrior(kMass, kMassPriorSigma);
  out.all = sigmasOf(fisher);
  out.posterior.fill(std::numeric_limits<double>::quiet_NaN());
  if (prior != nullptr) {
    fisher.addInformation(prior->information(priorLabelsOf(star), fisher.marginalInformation(kPriorLabels)),
                          kPriorLabels);
    out.posterior = sigmasOf(fisher);
  }
  return out;
}

std::vector<StarBound> starBounds(const survey::Dataset& survey, const spectra::WavelengthGrid& grid,
                                  std::span<const std::size_t> stars, double resolution, Job& job,
                                  const LabelPrior* prior) {
  std::array<std::vector<double>, kMockLabels> truth;
  for (std::size_t k = 0; k < kMockLabels; ++k)
    truth[k] = columnOf(survey, fmt::format("true_{}", mock::mockLabelName(static_cast<mock::MockLabel>(k))));
  const auto snr = columnOf(survey, "snr"), distance = columnOf(survey, survey::kDistanceColumn),
             extinction = columnOf(survey, "true_extinction_v");
  const std::vector<double> magnitudes = magnitudesG(survey);
  const NoiseCorrelation noise = noiseOf(survey.provenance, grid);
  const mock::SpectrumModel model(grid, resolution);
  std::vector<StarBound> out(stars.size());
  ProgressMeter meter(job, "computing the bounds", "stars", stars.size());
  parallelChunks(stars.size(), 4, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t row = stars[i];
      mock::StellarParameters star;
      for (std::size_t k = 0; k < kMockLabels; ++k)
        star.value(static_cast<mock::MockLabel>(k)) = truth[k][row];
      Observed observed{snr[row], distance[row], extinction[row], 1.0, 0.0, &noise};
      const double g = std::isfinite(magnitudes[row])
                           ? magnitudes[row]
                           : mock::truePhotometry(star, observed.massSolar, distance[row], extinction[row]).g;
      observed.velocityErrorKmS = restFrameErrorKmS(survey.provenance, g);
      out[i] = {survey.ids[row], snr[row], labelBounds(model, star, observed, prior)};
    }
    meter.advance(end - begin);
  });
  return out;
}

std::vector<StarBound> surveyBounds(const std::filesystem::path& survey, const BoundOptions& options, Job& job) {
  const survey::Dataset stars = survey::readFiltered(survey, "", options.maxStars, job, survey::kScalars);
  const auto grid = survey::SurveyReader(survey).schema().grid;
  if (!stars.provenance.isMock || grid.empty())
    throw Error(ErrorKind::Mismatch,
                fmt::format("{} is not a mock survey with spectra, but the bound needs the true derivatives of a mock. "
                            "Make a mock survey first.",
                            survey.string()));
  std::vector<std::size_t> rows(stars.starCount());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  try {
    const auto prior = surveyLabelPrior(survey, job);
    return starBounds(stars, grid, rows, options.resolution, job, prior.get());
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::Mismatch) throw;
    throw Error(error.kind(), fmt::format("{}: {}", survey.string(), error.what()));
  }
}

}  // namespace maury::validation
