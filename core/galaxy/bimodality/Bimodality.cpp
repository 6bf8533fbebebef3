// SPDX-License-Identifier: GPL-3.0-or-later
#include "galaxy/bimodality/Bimodality.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/Error.h"
#include "base/Parallel.h"
#include "base/Random.h"
#include "galaxy/bimodality/DipTest.h"
#include "galaxy/bimodality/Mixture.h"
#include "survey/dataset/NumericView.h"

namespace maury::galaxy {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
/// Difference in BIC that is "very strong" evidence (Kass & Raftery 1995).
constexpr double kStrongBic = 10.0;
constexpr double kParametersOfOne = 2.0, kParametersOfTwo = 5.0;
constexpr double kMaxKnuthMean = 30.0;
/// Bootstrap samples are drawn star by star up to kMaxUnbinned stars; larger ones in kNullBins bins over ±kNullReach σ.
constexpr std::size_t kMaxUnbinned = 512, kNullBins = 256;
constexpr double kNullReach = 5.0;

void validate(const BimodalityOptions& options) {
  if (!(options.falseAlarm > 0.001 && options.falseAlarm < 1.0))
    throw Error(ErrorKind::Usage,
                fmt::format("The false-alarm rate must be between 0.001 and 1, but is {}.", options.falseAlarm));
  if (options.replicates == 0)
    throw Error(ErrorKind::Usage, "The bimodality test needs at least one bootstrap sample.");
  if (!(options.xLow < options.xHigh))
    throw Error(ErrorKind::Usage, fmt::format("The x range of the bimodality test must increase, but is {} to {}.",
                                              options.xLow, options.xHigh));
}

double poisson(Random& random, double mean) {
  if (mean >= kMaxKnuthMean) return std::max(0.0, std::round(mean + std::sqrt(mean) * random.gaussian()));
  const double limit = std::exp(-mean);  // Knuth 1969, §3.4.1
  double product = random.uniform(), count = 0.0;
  for (; product > limit; product *= random.uniform())
    count += 1.0;
  return count;
}

/// Draws a sample of `total` stars from one Gaussian.
WeightedValues drawFromGaussian(const GaussianFit& single, double total, Random& random) {
  if (total <= static_cast<double>(kMaxUnbinned)) {
    std::vector<double> values(static_cast<std::size_t>(total));
    for (double& value : values)
      value = single.mean + single.sigma * random.gaussian();
    return condenseValues(values);
  }
  WeightedValues drawn;
  const double width = 2.0 * kNullReach / static_cast<double>(kNullBins);
  double below = 0.5 * (1.0 + std::erf(-kNullReach / std::numbers::sqrt2));
  for (std::size_t bin = 0; bin < kNullBins; ++bin) {
    const double edge = -kNullReach + width * static_cast<double>(bin + 1);
    const double upTo = 0.5 * (1.0 + std::erf(edge / std::numbers::sqrt2));
    const double stars = poisson(random, total * (upTo - below));
    below = upTo;
    if (stars == 0.0) continue;
    drawn.values.push_back(single.mean + single.sigma * (edge - 0.5 * width));
    drawn.weights.push_back(stars);
    drawn.total += stars;
  }
  return drawn;
}

/// Returns the share of samples drawn from one Gaussian whose log likelihood ratio is at least `ratio`, counting the
/// observed sample as one of them.
double bootstrapPValue(const GaussianFit& single, double total, double ratio, std::size_t replicates, Random& random,
                       Job& job) {
  std::size_t reached = 1;
  for (std::size_t i = 0; i < replicates; ++i) {
    job.checkpoint();
    const WeightedValues drawn = drawFromGaussian(single, total, random);
    reached += fitPair(drawn).logLikelihood - fitGaussian(drawn).logLikelihood >= ratio;
  }
  return static_cast<double>(reached) / static_cast<double>(replicates + 1);
}

/// Accumulates a standard deviation (Welford's method).
class Scatter {
public:
  void add(double value) {
    ++m_count;
    const double offset = value - m_mean;
    m_mean += offset / m_count;
    m_squares += offset * (value - m_mean);
  }
  double value() const { return m_count > 1.0 ? std::sqrt(m_squares / (m_count - 1.0)) : kNaN; }

private:
  double m_count = 0.0, m_mean = 0.0, m_squares = 0.0;
};

void setErrors(Bimodality& result, const WeightedValues& sample, const GaussianPair& best, std::size_t replicates,
               Random& random, Job& job) {
  Scatter separation, valley, share;
  for (std::size_t i = 0; i < replicates; ++i) {
    job.checkpoint();
    WeightedValues drawn = sample;
    drawn.total = 0.0;
    for (double& weight : drawn.weights) {
      weight = poisson(random, weight);
      drawn.total += weight;
    }
    if (!(drawn.total > 2.0)) continue;
    const GaussianPair pair = fitPair(drawn, &best).pair;
    separation.add(pair.separation());
    valley.add(pair.valleyDepth());
    share.add(pair.weight[1]);
  }
  result.separationError = separation.value();
  result.valleyDepthError = valley.value();
  result.upperShareError = share.value();
}

Bimodality tooFewStars(std::size_t stars) {
  Bimodality result;
  result.stars = stars;
  for (double* value : {&result.deltaBic, &result.bootstrapPValue, &result.dip, &result.dipPValue, &result.separation,
                        &result.separationError, &result.valleyDepth, &result.valleyDepthError, &result.upperShare,
                        &result.upperShareError, &result.lowerMean, &result.upperMean})
    *value = kNaN;
  return result;
}

Modality verdict(const Bimodality& result, double falseAlarm) {
  const bool two = result.deltaBic > kStrongBic;
  if (two && result.dipPValue <= falseAlarm && result.valleyDepth > 0.0) return Modality::Bimodal;
  return two && result.bootstrapPValue <= std::max(falseAlarm, 0.01) ? Modality::TwoGaussians : Modality::OneGaussian;
}

Bimodality testValues(std::span<const double> values, const BimodalityOptions& options, Job& job) {
  validate(options);
  std::vector<double> ascending;
  std::copy_if(values.begin(), values.end(), std::back_inserter(ascending),
               [](double value) { return std::isfinite(value); });
  std::sort(ascending.begin(), ascending.end());
  if (ascending.size() < std::max<std::size_t>(options.minStars, 10) || ascending.front() == ascending.back())
    return tooFewStars(ascending.size());

  Bimodality result;
  result.stars = ascending.size();
  result.dip = dipStatistic(ascending);
  result.dipPValue = dipPValue(result.dip, ascending.size());
  const WeightedValues sample = condenseValues(ascending);
  const GaussianFit single = fitGaussian(sample);
  const PairFit two = fitPair(sample);
  const double ratio = two.logLikelihood - single.logLikelihood;
  result.deltaBic = 2.0 * ratio - (kParametersOfTwo - kParametersOfOne) * std::log(sample.total);
  Random random(options.seed, ascending.size());
  result.bootstrapPValue = bootstrapPValue(single, sample.total, ratio, options.replicates, random, job);
  result.separation = two.pair.separation();
  result.valleyDepth = two.pair.valleyDepth();
  result.upperShare = two.pair.weight[1];
  result.lowerMean = two.pair.mean[0];
  result.upperMean = two.pair.mean[1];
  setErrors(result, sample, two.pair, options.replicates, random, job);
  result.modality = verdict(result, options.falseAlarm);
  return result;
}

}  // namespace

std::string modalityText(Modality modality) {
  switch (modality) {
    case Modality::Bimodal:
      return "bimodal";
    case Modality::TwoGaussians:
      return "two Gaussians";
    case Modality::OneGaussian:
      return "one Gaussian";
    case Modality::TooFew:
      break;
  }
  return "too few stars";
}

Bimodality bimodality(std::span<const double> values, const BimodalityOptions& options) {
  Job job;
  return testValues(values, options, job);
}

std::vector<Bimodality> panelBimodality(const survey::Dataset& dataset, const PanelGrid& grid,
                                        const BimodalityOptions& options, Job& job) {
  validate(options);
  const survey::NumericView x = survey::viewOf(dataset, grid.options.xName),
                            y = survey::viewOf(dataset, grid.options.yName);
  std::vector<Bimodality> results(grid.panels.size());
  ProgressMeter meter(job, "testing for bimodality", "panels", grid.panels.size());
  parallelChunks(grid.panels.size(), 1, 0, [&](std::size_t begin, std::size_t end, unsigned) {
    for (std::size_t panel = begin; panel < end; ++panel) {
      std::vector<double> values;
      for (const std::size_t star : grid.panels[panel].stars)
        if (x[star] > options.xLow && x[star] < options.xHigh) values.push_back(y[star]);
      results[panel] = testValues(values, options, job);
      meter.advance();
    }
  });
  return results;
}

}  // namespace maury::galaxy
