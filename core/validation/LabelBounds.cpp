// SPDX-License-Identifier: GPL-3.0-or-later
#include "validation/LabelBounds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/Error.h"
#include "base/Parallel.h"
#include "mock/Evolution.h"
#include "survey/SurveyFile.h"
#include "survey/SurveyStream.h"
#include "validation/CramerRao.h"
#include "validation/MockMeasurements.h"

namespace maury::validation {

namespace {

using mock::kMockLabels;

FisherMatrix fisherOf(const Measurements& measured) {
  FisherMatrix fisher(kParameters);
  fisher.add(measured.derivatives, measured.sigma);
  return fisher;
}

LabelSigmas sigmasOf(const FisherMatrix& fisher) {
  LabelSigmas out;
  for (std::size_t k = 0; k < out.size(); ++k)
    out[k] = fisher.bound(coefficientsOf(k));
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
  FisherMatrix fisher = fisherOf(spectrumMeasurements(model, star, observed.snr));
  for (std::size_t i = 0; i < mock::kMockElements; ++i)
    fisher.addPrior(kFirstElement + i, mock::kElementScatter[i]);
  LabelBounds out;
  out.spectrum = sigmasOf(fisher);
  fisher.add(fisherOf(inputMeasurements(star, observed)));
  fisher.addPrior(kMass, kMassKnownTo);
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
