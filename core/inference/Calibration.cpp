// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/Calibration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "inference/Ensemble.h"

namespace maury::inference {
namespace {

constexpr double kOneSigma = 0.6827;
constexpr std::size_t kMinimumResiduals = 20, kMaximumFitted = 4000;

double sigmaOf(const network::LabelUncertainty& uncertainty, const Residual& residual) {
  return totalSigma(uncertainty, residual.modelSigma * residual.modelSigma, residual.snr);
}

/// Returns −ln of the likelihood of Student's t with ν degrees of freedom, up to a constant: Σ ln σ + (ν+1)/2 ln(1 +
/// r²/νσ²).
double negativeLogLikelihood(const network::LabelUncertainty& uncertainty, std::span<const Residual> residuals) {
  constexpr double kFreedom = 4.0;
  double sum = 0.0;
  for (const Residual& residual : residuals) {
    const double sigma = sigmaOf(uncertainty, residual);
    if (!(sigma > 0.0)) return std::numeric_limits<double>::infinity();
    const double score = residual.value / sigma;
    sum += std::log(sigma) + 0.5 * (kFreedom + 1.0) * std::log1p(score * score / kFreedom);
  }
  return sum;
}

/// Returns the smallest value that at least a share of the values do not exceed; partially sorts the values.
double quantile(std::vector<double>& values, double share) {
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size() + 1))) - 1;
  const auto element = values.begin() + static_cast<std::ptrdiff_t>(std::min(rank, values.size() - 1));
  std::nth_element(values.begin(), element, values.end());
  return *element;
}

/// Search interval of one of the three fitted numbers.
struct Search {
  double centre, reach;
  double value(int step, int steps) const { return std::max(0.0, centre + reach * (2.0 * step / steps - 1.0)); }
};

/// Returns the uncertainty with the smallest misfit, which has a single smooth minimum: searches a coarse grid over the
/// plausible range, then finer grids around the best point.
network::LabelUncertainty minimise(std::span<const Residual> residuals, network::LabelUncertainty start,
                                   std::array<Search, 3> search) {
  constexpr int kSteps = 6, kRounds = 7;
  constexpr double kNarrower = 0.4;  // slightly more than the grid spacing, a third of the reach
  double smallest = negativeLogLikelihood(start, residuals);
  for (int round = 0; round < kRounds; ++round) {
    const auto steps = [&](std::size_t which) { return search[which].reach > 0.0 ? kSteps : 0; };
    for (int f = 0; f <= steps(0); ++f) {
      for (int s = 0; s <= steps(1); ++s) {
        for (int n = 0; n <= steps(2); ++n) {
          const network::LabelUncertainty candidate{search[0].value(f, kSteps), search[1].value(s, kSteps),
                                                    search[2].value(n, kSteps), start.typicalSnr};
          const double current = negativeLogLikelihood(candidate, residuals);
          if (current < smallest) start = candidate, smallest = current;
        }
      }
    }
    search[0] = {start.floor, search[0].reach * kNarrower};
    search[1] = {start.factor, search[1].reach * kNarrower};
    search[2] = {start.noise, search[2].reach * kNarrower};
  }
  return start;
}

/// Returns the median S/N of the stars with one, or NaN if it is missing for a tenth or more of them.
double typicalSnr(std::span<const Residual> residuals) {
  std::vector<double> known;
  for (const Residual& residual : residuals)
    if (residual.snr > 0.0 && std::isfinite(residual.snr)) known.push_back(residual.snr);
  if (10 * known.size() <= 9 * residuals.size()) return std::numeric_limits<double>::quiet_NaN();
  return quantile(known, 0.5);
}

}  // namespace

network::LabelUncertainty fitUncertainty(std::span<const Residual> residuals) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (residuals.size() < kMinimumResiduals) return {kNone, kNone, kNone, kNone};
  std::vector<double> distances;
  double largestOwn = 0.0;
  for (const Residual& residual : residuals) {
    distances.push_back(std::abs(residual.value));
    largestOwn = std::max(largestOwn, residual.modelSigma);
  }
  const double spread = quantile(distances, kOneSigma), snr = typicalSnr(residuals);
  const bool knowsSnr = std::isfinite(snr);
  std::vector<Residual> subset;
  const std::size_t stride = (residuals.size() + kMaximumFitted - 1) / kMaximumFitted;
  for (std::size_t i = 0; i < residuals.size(); i += stride)
    subset.push_back(residuals[i]);

  constexpr double kMaximumFactor = 6.0, kMaximumSpreads = 2.0;
  const auto interval = [](double upper) { return Search{0.5 * upper, 0.5 * upper}; };
  network::LabelUncertainty best =
      minimise(subset, {spread, 0.0, 0.0, knowsSnr ? snr : 1.0},
               {interval(kMaximumSpreads * spread), interval(largestOwn > 0.0 ? kMaximumFactor : 0.0),
                interval(knowsSnr ? kMaximumSpreads * spread * snr : 0.0)});

  std::vector<double> scores;
  for (const Residual& residual : residuals) {
    const double sigma = sigmaOf(best, residual);
    scores.push_back(sigma > 0.0 ? std::abs(residual.value) / sigma : 0.0);
  }
  const double scale = quantile(scores, kOneSigma);
  return {best.floor * scale, best.factor * scale, best.noise * scale, best.typicalSnr};
}

namespace {

/// Fits the uncertainty of each label of the model on stars that have been prepared for it.
std::vector<network::LabelUncertainty> fitUncertainties(const network::Model& model, const survey::Dataset& stars,
                                                        const DropoutSampling& sampling, Job& job, unsigned threads) {
  ProgressMeter meter(job, "calibrating", "spectra", stars.starCount());
  const EnsemblePrediction prediction = Ensemble(model, sampling).predict(stars, job, meter, threads);
  const std::vector<double> snr = signalToNoise(stars);
  const std::size_t labels = model.info().labels.size();
  std::vector<network::LabelUncertainty> result;
  for (std::size_t l = 0; l < labels; ++l) {
    const survey::Label* reference = stars.findLabel(model.info().labels[l].name);
    std::vector<Residual> residuals;
    for (std::size_t star = 0; star < stars.starCount() && reference != nullptr; ++star) {
      const std::size_t index = star * labels + l;
      const double value = static_cast<double>(prediction.mean[index]) - static_cast<double>(reference->values[star]);
      if (std::isfinite(value)) residuals.push_back({value, std::sqrt(modelVariance(prediction, index)), snr[star]});
    }
    result.push_back(fitUncertainty(residuals));
  }
  return result;
}

}  // namespace

network::Model calibrateModel(const network::Model& model, const survey::Dataset& stars, Job& job, unsigned threads) {
  constexpr DropoutSampling kDropout{10, 1};
  const survey::Recipe missing = model.missingSteps(stars);
  survey::Dataset prepared = stars;
  survey::RecipeReport discarded;
  if (!missing.empty())
    missing.apply(
        prepared, discarded, [&](std::size_t) { job.checkpoint(); }, threads);
  std::vector<network::LabelUncertainty> uncertainty = fitUncertainties(model, prepared, {}, job, threads), dropout;
  if (model.info().network.hasDropout()) dropout = fitUncertainties(model, prepared, kDropout, job, threads);
  return model.withUncertainties(std::move(uncertainty), std::move(dropout));
}

}  // namespace maury::inference
