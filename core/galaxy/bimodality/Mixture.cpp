// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/bimodality/Mixture.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/Error.h"

namespace maury::galaxy {
namespace {

constexpr std::size_t kMaxUnbinned = 512, kBins = 256;
constexpr double kSmallestSigma = 0.05;  ///< relative to the standard deviation of the sample
constexpr int kMaxSteps = 200;
/// Gain in log likelihood per step below which the fit ends: per star, and at most in total.
constexpr double kConverged = 1e-6, kConvergedAtMost = 0.01;
constexpr std::array<double, 3> kStarts{0.25, 0.5, 0.8};

const double kLogRootTwoPi = 0.5 * std::log(2.0 * std::numbers::pi);

GaussianPair sortByMean(GaussianPair pair) {
  if (pair.mean[0] <= pair.mean[1]) return pair;
  std::swap(pair.mean[0], pair.mean[1]);
  std::swap(pair.sigma[0], pair.sigma[1]);
  std::swap(pair.weight[0], pair.weight[1]);
  return pair;
}

/// Replaces `pair` by the result of one step of expectation–maximisation. Returns the log likelihood of the pair before
/// the step.
double emStep(const WeightedValues& sample, GaussianPair& pair, double sigmaFloor) {
  std::array<double, 2> sum{}, first{}, second{}, scale{}, half{};
  for (std::size_t k = 0; k < 2; ++k) {
    scale[k] = pair.weight[k] / pair.sigma[k];
    half[k] = -0.5 / (pair.sigma[k] * pair.sigma[k]);
  }
  double logLikelihood = 0.0;
  for (std::size_t i = 0; i < sample.values.size(); ++i) {
    const double value = sample.values[i], stars = sample.weights[i];
    if (stars == 0.0) continue;
    const double a = value - pair.mean[0], b = value - pair.mean[1];
    const double low = scale[0] * std::exp(half[0] * a * a), high = scale[1] * std::exp(half[1] * b * b);
    const double both = low + high + 1e-300;  // avoids a division by zero for a star 35 σ from both
    logLikelihood += stars * std::log(both);
    const double share = high / both * stars, other = stars - share;
    sum[0] += other;
    first[0] += other * a;
    second[0] += other * a * a;
    sum[1] += share;
    first[1] += share * b;
    second[1] += share * b * b;
  }
  for (std::size_t k = 0; k < 2; ++k) {
    if (sum[k] < 1e-9 * sample.total) continue;
    const double shift = first[k] / sum[k];
    pair.sigma[k] = std::max(sigmaFloor, std::sqrt(std::max(0.0, second[k] / sum[k] - shift * shift)));
    pair.mean[k] += shift;
    pair.weight[k] = sum[k] / sample.total;
  }
  return logLikelihood - sample.total * kLogRootTwoPi;
}

PairFit maximiseLikelihood(const WeightedValues& sample, GaussianPair pair, double sigmaFloor) {
  PairFit fit{pair, 0.0};
  double before = 0.0;
  for (int i = 0; i < kMaxSteps; ++i) {
    fit.pair = pair;
    fit.logLikelihood = emStep(sample, pair, sigmaFloor);
    if (i > 0 && fit.logLikelihood - before < std::min(kConverged * sample.total, kConvergedAtMost)) break;
    before = fit.logLikelihood;
  }
  fit.pair = sortByMean(fit.pair);
  return fit;
}

/// Returns the pair whose first component has the mean and scatter of the lowest `fraction` of the stars, and whose
/// second has those of the others. The values of `sample` must ascend.
GaussianPair initialPair(const WeightedValues& sample, double fraction, double sigmaFloor) {
  GaussianPair pair;
  std::array<double, 2> sum{}, first{}, second{};
  double before = 0.0;
  for (std::size_t i = 0; i < sample.values.size(); ++i) {
    const std::size_t k = before < fraction * sample.total ? 0 : 1;
    const double value = sample.values[i] - sample.values.front(), stars = sample.weights[i];
    before += stars;
    sum[k] += stars;
    first[k] += stars * value;
    second[k] += stars * value * value;
  }
  for (std::size_t k = 0; k < 2; ++k) {
    const double stars = std::max(sum[k], 1e-9 * sample.total), mean = first[k] / stars;
    pair.mean[k] = sample.values.front() + mean;
    pair.sigma[k] = std::max(sigmaFloor, std::sqrt(std::max(0.0, second[k] / stars - mean * mean)));
    pair.weight[k] = stars / sample.total;
  }
  return pair;
}

}  // namespace

WeightedValues condenseValues(std::span<const double> values) {
  WeightedValues sample;
  std::copy_if(values.begin(), values.end(), std::back_inserter(sample.values),
               [](double value) { return std::isfinite(value); });
  std::sort(sample.values.begin(), sample.values.end());
  sample.total = static_cast<double>(sample.values.size());
  sample.weights.assign(sample.values.size(), 1.0);
  if (sample.values.size() <= kMaxUnbinned) return sample;
  const double low = sample.values.front(), range = sample.values.back() - low;
  if (!(range > 0.0)) return sample;
  std::vector<double> sums(kBins, 0.0), counts(kBins, 0.0);
  for (const double value : sample.values) {
    const auto bin = std::min(kBins - 1, static_cast<std::size_t>((value - low) / range * static_cast<double>(kBins)));
    sums[bin] += value;
    counts[bin] += 1.0;
  }
  sample.values.clear();
  sample.weights.clear();
  for (std::size_t bin = 0; bin < kBins; ++bin) {
    if (counts[bin] == 0.0) continue;
    sample.values.push_back(sums[bin] / counts[bin]);
    sample.weights.push_back(counts[bin]);
  }
  return sample;
}

double GaussianPair::density(double value) const {
  double result = 0.0;
  for (std::size_t k = 0; k < 2; ++k) {
    const double offset = (value - mean[k]) / sigma[k];
    result += weight[k] / sigma[k] * std::exp(-0.5 * offset * offset - kLogRootTwoPi);
  }
  return result;
}

double GaussianPair::separation() const {
  return std::abs(mean[1] - mean[0]) / std::sqrt(0.5 * (sigma[0] * sigma[0] + sigma[1] * sigma[1]));
}

double GaussianPair::valleyDepth() const {
  constexpr std::size_t kPoints = 401;  // the peaks of the sum of two Gaussians are between their means
  std::array<double, kPoints> curve{}, highestAfter{};
  for (std::size_t i = 0; i < kPoints; ++i)
    curve[i] = density(mean[0] + (mean[1] - mean[0]) * static_cast<double>(i) / static_cast<double>(kPoints - 1));
  std::partial_sum(curve.rbegin(), curve.rend(), highestAfter.rbegin(),
                   [](double a, double b) { return std::max(a, b); });
  double highestBefore = 0.0, depth = 0.0;
  for (std::size_t i = 0; i < kPoints; ++i) {
    highestBefore = std::max(highestBefore, curve[i]);
    const double lowerPeak = std::min(highestBefore, highestAfter[i]);
    if (lowerPeak > 0.0) depth = std::max(depth, 1.0 - curve[i] / lowerPeak);
  }
  return depth;
}

GaussianFit fitGaussian(const WeightedValues& sample) {
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < sample.values.size(); ++i)
    sum += sample.weights[i] * sample.values[i];
  const double mean = sum / sample.total;
  for (std::size_t i = 0; i < sample.values.size(); ++i)
    squares += sample.weights[i] * (sample.values[i] - mean) * (sample.values[i] - mean);
  const double sigma = std::sqrt(squares / sample.total);
  if (!(sigma > 0.0 && std::isfinite(sigma)))
    throw Error(ErrorKind::Usage, "A Gaussian fit needs at least two different finite values.");
  return {mean, sigma, -sample.total * (std::log(sigma) + 0.5 + kLogRootTwoPi)};
}

PairFit fitPair(const WeightedValues& sample, const GaussianPair* start) {
  const double sigmaFloor = kSmallestSigma * fitGaussian(sample).sigma;
  if (start != nullptr) return maximiseLikelihood(sample, *start, sigmaFloor);
  PairFit best;
  for (const double fraction : kStarts) {
    const PairFit fit = maximiseLikelihood(sample, initialPair(sample, fraction, sigmaFloor), sigmaFloor);
    if (fraction == kStarts.front() || fit.logLikelihood > best.logLikelihood) best = fit;
  }
  return best;
}

}  // namespace maury::galaxy
