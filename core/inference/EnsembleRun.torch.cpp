// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "base/Error.h"
#include "base/Parallel.h"
#include "base/Random.h"
#include "inference/InferenceModule.h"
#include "network/Device.torch.h"
#include "network/model/Ensemble.torch.h"

namespace maury::inference {
namespace {

/// Computes mean[i] and scatter[i] over the passes; `outputs` is `passes` × `values`.
void summarise(const std::vector<float>& outputs, std::size_t passes, std::size_t values, float* mean, float* scatter) {
  const auto count = static_cast<double>(passes);
  for (std::size_t i = 0; i < values; ++i) {
    double sum = 0.0;
    for (std::size_t m = 0; m < passes; ++m)
      sum += static_cast<double>(outputs[m * values + i]);
    const double average = sum / count;
    double squares = 0.0;
    for (std::size_t m = 0; m < passes; ++m)
      squares += std::pow(static_cast<double>(outputs[m * values + i]) - average, 2);
    mean[i] = static_cast<float>(average);
    scatter[i] = static_cast<float>(std::sqrt(squares / count));
  }
}

struct Outputs {
  std::size_t passes = 0;
  std::vector<float> labels;    ///< passes × count × L, label units
  std::vector<float> variance;  ///< count × L, label units squared, mean over passes; empty if none is predicted
};

/// Returns true if the networks use the spectrum.
bool usesFlux(const network::NetworkDescription& network) {
  return std::any_of(network.branches.begin(), network.branches.end(), std::mem_fn(&network::Branch::readsFlux));
}

/// Prediction of an ensemble in batches. Immutable.
class EnsembleRun {
public:
  EnsembleRun(const network::Model& model, const DropoutSampling& sampling)
      : m_model(model), m_batches(model.info()), m_sampling(sampling) {}

  EnsemblePrediction predict(const survey::Dataset& dataset, Job& job, ProgressMeter& meter, unsigned threads) const;

private:
  Outputs run(const survey::Dataset& dataset, std::size_t first, std::size_t count, Job& job) const;
  /// Sets the labels of a star without a finite pixel to NaN. Throws Error(Numerical) if a label of another star is not
  /// finite.
  void checkStar(const survey::Dataset& dataset, std::size_t star, EnsemblePrediction& result) const;

  const network::Model& m_model;
  network::BatchMaker m_batches;
  DropoutSampling m_sampling;
};

EnsemblePrediction EnsembleRun::predict(const survey::Dataset& dataset, Job& job, ProgressMeter& meter,
                                        unsigned threads) const {
  const std::size_t labels = m_model.info().labels.size(), stars = dataset.starCount();
  EnsemblePrediction result;
  result.mean.resize(stars * labels);
  result.scatter.resize(stars * labels);
  if (m_model.info().network.predictsVariance) result.variance.resize(stars * labels);
  parallelChunks(
      stars, network::batchSpectra(), network::batchThreads(threads),
      [&](std::size_t begin, std::size_t end, unsigned) {
        const Outputs outputs = network::convertTorchErrors([&] { return run(dataset, begin, end - begin, job); });
        summarise(outputs.labels, outputs.passes, (end - begin) * labels, &result.mean[begin * labels],
                  &result.scatter[begin * labels]);
        std::copy(outputs.variance.begin(), outputs.variance.end(),
                  result.variance.begin() + static_cast<std::ptrdiff_t>(result.variance.empty() ? 0 : begin * labels));
        for (std::size_t star = begin; star < end; ++star)
          checkStar(dataset, star, result);
        meter.advance(end - begin);
      });
  return result;
}

void EnsembleRun::checkStar(const survey::Dataset& dataset, std::size_t star, EnsemblePrediction& result) const {
  const network::ModelInfo& info = m_model.info();
  const std::size_t labels = info.labels.size(), first = star * labels;
  const std::span<const float> flux = dataset.fluxOf(star);
  const std::vector<std::size_t>& pixels = m_batches.pixels();
  const auto isReal = [&](float factor) {
    return std::any_of(pixels.begin(), pixels.end(),
                       [&](std::size_t pixel) { return info.fluxRange.contains(flux[pixel] * factor); });
  };
  std::vector<float> scratch;
  const bool hasFlux = isReal(1.0F) || isReal(network::levelFactor(info.fluxRange, flux, pixels, scratch));
  if (!hasFlux && usesFlux(info.network)) {
    for (std::vector<float>* values : {&result.mean, &result.scatter, &result.variance})
      for (std::size_t l = 0; l < labels && !values->empty(); ++l)
        (*values)[first + l] = std::numeric_limits<float>::quiet_NaN();
    return;
  }
  for (std::size_t l = 0; l < labels; ++l) {
    if (std::isfinite(result.mean[first + l])) continue;
    throw Error(
        ErrorKind::Numerical,
        fmt::format("The predicted label '{}' of star {} is not finite. Check its flux and its inputs for values "
                    "of an impossible size, or train the model again.",
                    info.labels[l].name, dataset.ids[star]));
  }
}

Outputs EnsembleRun::run(const survey::Dataset& dataset, std::size_t first, std::size_t count, Job& job) const {
  network::useOneThread();
  const c10::InferenceMode noGradients;
  const network::Batch batch = m_batches.make(dataset, first, count);
  const auto labels = static_cast<std::int64_t>(m_model.info().labels.size());
  // Seeded by the batch's first star, so that the result does not depend on which thread runs the batch, or when.
  auto generator = network::deviceGenerator(hashText(dataset.ids[first], m_sampling.seed));
  Outputs outputs;
  torch::Tensor variance;
  for (const auto& member : network::networksOf(m_model)) {
    for (int pass = 0; pass < std::max(1, m_sampling.passes); ++pass) {
      job.checkpoint();
      const torch::Tensor all =
          m_sampling.passes > 0 ? member->forwardTraining(batch, generator) : member->forwardAll(batch);
      const torch::Tensor means = all.narrow(1, 0, labels).contiguous().cpu();
      outputs.labels.insert(outputs.labels.end(), means.data_ptr<float>(), means.data_ptr<float>() + means.numel());
      ++outputs.passes;
      if (all.size(1) == labels) continue;
      const torch::Tensor more = all.narrow(1, labels, labels).exp();
      variance = variance.defined() ? variance + more : more;
    }
  }
  network::outputsToLabels(m_model.info(), outputs.labels);
  if (variance.defined()) {
    const std::vector<float> factors = network::labelFactors(m_model.info());
    const torch::Tensor flat = (variance / static_cast<double>(outputs.passes)).contiguous().cpu();
    outputs.variance.assign(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
    for (std::size_t i = 0; i < outputs.variance.size(); ++i)
      outputs.variance[i] *= factors[i % factors.size()] * factors[i % factors.size()];
  }
  return outputs;
}

class TorchInference final : public InferenceModule {
public:
  EnsemblePrediction predict(const network::Model& model, const DropoutSampling& sampling,
                             const survey::Dataset& dataset, Job& job, ProgressMeter& meter,
                             unsigned threads) const override {
    return EnsembleRun(model, sampling).predict(dataset, job, meter, threads);
  }
};

const network::PartRegistration<TorchInference> kProvided(inferenceModule());

}  // namespace

}  // namespace maury::inference
