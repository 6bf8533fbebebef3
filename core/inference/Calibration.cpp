// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/Calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "inference/Ensemble.torch.h"

namespace maury::inference {
namespace {

constexpr double kOneSigma = 0.6827;

double sigmaOf(const network::LabelUncertainty& each, double own) {
  return std::sqrt(each.floor * each.floor + each.factor * each.factor * own * own);
}

/// Σ ln σ + r²/2σ²: − ln likelihood but for a constant.
double misfit(const network::LabelUncertainty& each, std::span<const double> residuals, std::span<const double> own) {
  double sum = 0.0;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    const double sigma = sigmaOf(each, own[i]);
    if (!(sigma > 0.0)) return std::numeric_limits<double>::infinity();
    sum += std::log(sigma) + 0.5 * residuals[i] * residuals[i] / (sigma * sigma);
  }
  return sum;
}

}  // namespace

network::LabelUncertainty fitUncertainty(std::span<const double> residuals, std::span<const double> own) {
  constexpr std::size_t kFewest = 20;
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  constexpr int kSteps = 40;
  if (residuals.size() < kFewest) return {kNone, kNone};
  double square = 0.0, largest = 0.0;
  for (const double residual : residuals)
    square += residual * residual / static_cast<double>(residuals.size());
  for (const double value : own)
    largest = std::max(largest, value);
  // Two numbers, one smooth valley: a grid is enough, and finds it from everywhere.
  network::LabelUncertainty best{std::sqrt(square), 0.0};
  double least = misfit(best, residuals, own);
  for (int f = 0; f <= kSteps && largest > 0.0; ++f) {
    for (int i = 0; i <= kSteps; ++i) {
      const network::LabelUncertainty tried{1.5 * std::sqrt(square) * i / kSteps, 6.0 * f / kSteps};
      const double now = misfit(tried, residuals, own);
      if (now < least) best = tried, least = now;
    }
  }
  std::vector<double> scores;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    const double sigma = sigmaOf(best, own[i]);
    scores.push_back(sigma > 0.0 ? std::abs(residuals[i]) / sigma : 0.0);
  }
  const auto rank = static_cast<std::size_t>(std::ceil(kOneSigma * static_cast<double>(scores.size() + 1))) - 1;
  const auto at = scores.begin() + static_cast<std::ptrdiff_t>(std::min(rank, scores.size() - 1));
  std::nth_element(scores.begin(), at, scores.end());
  return {best.floor * *at, best.factor * *at};
}

network::Model calibrated(const network::Model& model, const survey::Dataset& stars, Job& job, unsigned threads) {
  const survey::Recipe missing = model.missingSteps(stars);
  survey::Dataset prepared = stars;
  survey::RecipeReport unasked;
  if (!missing.empty())
    missing.apply(
        prepared, unasked, [&](std::size_t) { job.checkpoint(); }, threads);
  ProgressMeter meter(job, "calibrating", "spectra", prepared.starCount());
  const EnsemblePrediction prediction = Ensemble(model).predict(prepared, job, meter, threads);
  auto weights = std::make_shared<network::Model::Weights>(model.weights());
  weights->info.uncertainty.clear();
  const std::size_t labels = model.info().labels.size();
  for (std::size_t l = 0; l < labels; ++l) {
    const survey::Label* reference = prepared.findLabel(model.info().labels[l].name);
    std::vector<double> residuals, own;
    for (std::size_t star = 0; star < prepared.starCount() && reference != nullptr; ++star) {
      const double residual =
          static_cast<double>(prediction.mean[star * labels + l]) - static_cast<double>(reference->values[star]);
      if (!std::isfinite(residual)) continue;
      residuals.push_back(residual);
      own.push_back(std::sqrt(modelVariance(prediction, star * labels + l)));
    }
    weights->info.uncertainty.push_back(fitUncertainty(residuals, own));
  }
  return network::Model(std::move(weights));
}

}  // namespace maury::inference
