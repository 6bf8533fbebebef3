// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/GradientMap.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "attribution/OrderedSum.h"
#include "base/Error.h"
#include "base/Parallel.h"
#include "network/Ensemble.torch.h"

namespace maury::attribution {
namespace {

// Spectra a batch, as in prediction: what 32 spectra need forwards and backwards stays in a core's cache.
constexpr std::size_t kBatch = 32;

constexpr float kNotANumber = std::numeric_limits<float>::quiet_NaN();

/// Mean and standard deviation over stars of each element of a table; NaN where no star has a value.
struct Scatter {
  std::vector<double> mean, deviation;
};

/// `valuesOf(star)` gives the `width` values of a star. Two passes, so that a small scatter about a large mean
/// survives.
template <typename ValuesOf>
Scatter scatterOver(std::span<const std::size_t> stars, std::size_t width, Job& job, const ValuesOf& valuesOf) {
  constexpr std::size_t kStarsACheck = 1024;
  std::vector<double> count(width, 0.0), mean(width, 0.0), square(width, 0.0);
  const auto forEachValue = [&](const auto& use) {
    for (std::size_t i = 0; i < stars.size(); ++i) {
      if (i % kStarsACheck == 0) job.checkpoint();
      const std::span<const float> values = valuesOf(stars[i]);
      for (std::size_t e = 0; e < width; ++e) {
        if (std::isfinite(values[e])) use(e, static_cast<double>(values[e]));
      }
    }
  };
  forEachValue([&](std::size_t e, double value) {
    count[e] += 1.0;
    mean[e] += value;
  });
  for (std::size_t e = 0; e < width; ++e)
    mean[e] /= count[e];  // 0 / 0: NaN, as promised
  forEachValue([&](std::size_t e, double value) { square[e] += (value - mean[e]) * (value - mean[e]); });
  for (std::size_t e = 0; e < width; ++e)
    square[e] = std::sqrt(square[e] / count[e]);
  return {std::move(mean), std::move(square)};
}

/// Sums over stars of the derivatives of every member and label: member × label × (P′ pixels, then all input elements),
/// outputs 0…1 per scaled unit.
class JacobianSum {
public:
  JacobianSum(const network::Model& model, const network::BatchMaker& batches)
      : m_model(model), m_batches(batches), m_columns(batches.pixels().size()) {
    for (const std::size_t width : batches.auxiliaryWidths())
      m_columns += width;
  }

  /// Derivatives a member and label.
  std::size_t columns() const { return m_columns; }

  std::vector<double> over(const survey::Dataset& dataset, std::span<const std::size_t> stars, Job& job,
                           unsigned threads) const {
    OrderedSum sum(m_model.weights().members.size() * m_model.info().labels.size() * m_columns);
    ProgressMeter meter(job, "attributing", "spectra", stars.size());
    parallelChunks(stars.size(), kBatch, threads, [&](std::size_t begin, std::size_t end, unsigned) {
      const auto rows = stars.subspan(begin, end - begin);
      sum.add(begin / kBatch, network::translated([&] { return ofBatch(dataset, rows, job); }));
      meter.advance(rows.size());
    });
    return sum.total();
  }

private:
  /// One forward pass a member and one backward pass a label, to the inputs only: the weights are frozen.
  std::vector<double> ofBatch(const survey::Dataset& dataset, std::span<const std::size_t> rows, Job& job) const {
    network::useOneThread();
    const torch::AutoGradMode gradients(true);  // the calling thread may have switched them off
    network::Batch batch = m_batches.make(dataset, rows);
    std::vector<torch::Tensor> inputs{batch.flux};
    inputs.insert(inputs.end(), batch.auxiliary.begin(), batch.auxiliary.end());
    for (torch::Tensor& input : inputs)
      input.requires_grad_(true);

    std::vector<double> sums;
    sums.reserve(m_model.weights().members.size() * m_model.info().labels.size() * m_columns);
    const auto labels = static_cast<std::int64_t>(m_model.info().labels.size());
    for (const auto& member : m_model.weights().members) {
      const torch::Tensor output = member->forward(batch);
      for (std::int64_t label = 0; label < labels; ++label) {
        job.checkpoint();
        // Stars do not mix in the network, so the gradient of the sum over stars holds each star's own.
        const bool keepGraph = label + 1 < labels;
        const auto slopes = torch::autograd::grad({output.select(1, label).sum()}, inputs, {}, keepGraph);
        for (const torch::Tensor& slope : slopes)
          appendSum(sums, slope);
      }
    }
    return sums;
  }

  static void appendSum(std::vector<double>& sums, const torch::Tensor& slope) {
    const torch::Tensor sum = slope.reshape({slope.size(0), -1}).sum(0, false, torch::kFloat64).contiguous();
    sums.insert(sums.end(), sum.data_ptr<double>(), sum.data_ptr<double>() + sum.numel());
  }

  const network::Model& m_model;
  const network::BatchMaker& m_batches;
  std::size_t m_columns;
};

/// Mean over members of column `column` of `label`, and the members' scatter about it.
struct MemberMean {
  double mean = 0.0, deviation = 0.0;
};

MemberMean overMembers(const std::vector<double>& sums, std::size_t members, std::size_t stride, std::size_t index) {
  const auto count = static_cast<double>(members);
  MemberMean result;
  for (std::size_t m = 0; m < members; ++m)
    result.mean += sums[m * stride + index] / count;
  for (std::size_t m = 0; m < members; ++m) {
    const double difference = sums[m * stride + index] - result.mean;
    result.deviation += difference * difference;
  }
  result.deviation = std::sqrt(result.deviation / count);
  return result;
}

/// Σ |derivative| × scatter; an element that no star has adds nothing.
double strength(std::span<const float> slopes, std::span<const double> deviations) {
  double sum = 0.0;
  for (std::size_t e = 0; e < slopes.size(); ++e) {
    const double term = std::abs(static_cast<double>(slopes[e])) * deviations[e];
    if (std::isfinite(term)) sum += term;
  }
  return sum;
}

void fillFluxPart(GradientMap& map, const network::ModelInfo& info, const std::vector<std::size_t>& pixels,
                  std::size_t columns, const std::vector<double>& sums) {
  const std::size_t pixelCount = info.grid.size();
  const auto members = static_cast<std::size_t>(map.members);
  const std::vector<float> factors = network::labelFactors(info);
  map.mean.assign(map.labels.size() * pixelCount, kNotANumber);
  map.spread.assign(map.labels.size() * pixelCount, kNotANumber);
  for (std::size_t l = 0; l < map.labels.size(); ++l) {
    const double unit = factors[l] / static_cast<double>(info.fluxScale) / static_cast<double>(map.stars);
    for (std::size_t j = 0; j < pixels.size(); ++j) {
      const MemberMean slope = overMembers(sums, members, map.labels.size() * columns, l * columns + j);
      map.mean[l * pixelCount + pixels[j]] = static_cast<float>(slope.mean * unit);
      map.spread[l * pixelCount + pixels[j]] = static_cast<float>(slope.deviation * std::abs(unit));
    }
  }
}

void fillInputPart(GradientMap& map, const network::ModelInfo& info, const network::BatchMaker& batches,
                   std::size_t columns, const std::vector<double>& sums) {
  std::vector<float> scales;
  for (const auto& branch : batches.auxiliaryScales())
    scales.insert(scales.end(), branch.begin(), branch.end());
  const auto members = static_cast<std::size_t>(map.members);
  const std::vector<float> factors = network::labelFactors(info);
  for (std::size_t l = 0; l < map.labels.size(); ++l) {
    for (std::size_t e = 0; e < scales.size(); ++e) {
      const std::size_t column = l * columns + batches.pixels().size() + e;
      const double slope = overMembers(sums, members, map.labels.size() * columns, column).mean;
      map.inputMean.push_back(static_cast<float>(slope * factors[l] / scales[e] / static_cast<double>(map.stars)));
    }
  }
}

void fillStrengths(GradientMap& map, const network::ModelInfo& info, const survey::Dataset& dataset,
                   std::span<const std::size_t> stars, Job& job) {
  const std::size_t pixelCount = info.grid.size();
  const Scatter flux = scatterOver(stars, pixelCount, job, [&](std::size_t star) { return dataset.fluxOf(star); });
  map.meanFlux.assign(flux.mean.begin(), flux.mean.end());
  map.fluxSpread.assign(flux.deviation.begin(), flux.deviation.end());

  std::vector<Scatter> inputs;
  std::size_t elements = 0;
  for (const network::ModelInput& wanted : info.inputs) {
    const survey::AuxiliaryInput& input = *dataset.findInput(wanted.name);  // BatchMaker has found it before
    inputs.push_back(scatterOver(stars, wanted.width, job, [&](std::size_t star) {
      return std::span<const float>(input.values).subspan(star * input.width, input.width);
    }));
    elements += wanted.width;
  }
  for (std::size_t l = 0; l < map.labels.size(); ++l) {
    map.spectrumStrength.push_back(strength(std::span(map.mean).subspan(l * pixelCount, pixelCount), flux.deviation));
    std::size_t first = l * elements;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const std::size_t width = info.inputs[i].width;
      map.inputStrength.push_back(strength(std::span(map.inputMean).subspan(first, width), inputs[i].deviation));
      first += width;
    }
  }
}

void requireRows(const survey::Dataset& dataset, std::span<const std::size_t> stars) {
  if (stars.empty()) {
    throw Error(ErrorKind::Mismatch, "No star is selected; an attribution map needs at least one.");
  }
  for (const std::size_t star : stars) {
    if (star >= dataset.starCount()) {
      throw Error(ErrorKind::Mismatch,
                  fmt::format("The selection names row {}, but the survey has {} stars.", star, dataset.starCount()));
    }
  }
}

/// The chosen stars alone with the model's steps applied; empty where there are none to apply.
struct Chosen {
  survey::Dataset survey;
  std::vector<std::size_t> rows;
};

Chosen prepared(const survey::Recipe& steps, const survey::Dataset& survey, std::span<const std::size_t> rows, Job& job,
                unsigned threads) {
  if (steps.empty()) return {};
  Chosen chosen{survey.select(rows), std::vector<std::size_t>(rows.size())};
  std::iota(chosen.rows.begin(), chosen.rows.end(), std::size_t{0});
  survey::RecipeReport unasked;
  steps.apply(
      chosen.survey, unasked, [&](std::size_t) { job.checkpoint(); }, threads);
  return chosen;
}

}  // namespace

GradientMap gradientMap(const network::Model& model, const survey::Dataset& survey, std::span<const std::size_t> rows,
                        Job& job, unsigned threads) {
  const survey::Recipe missing = model.missingSteps(survey);
  requireRows(survey, rows);
  const Chosen chosen = prepared(missing, survey, rows, job, threads);
  const survey::Dataset& dataset = missing.empty() ? survey : chosen.survey;
  const std::span<const std::size_t> stars = missing.empty() ? rows : chosen.rows;
  const network::ModelInfo& info = model.info();
  const network::BatchMaker batches(info);
  const JacobianSum jacobian(model, batches);

  GradientMap map;
  map.labels = info.labels;
  map.grid = info.grid;
  map.stars = stars.size();
  map.members = static_cast<int>(model.weights().members.size());
  const std::vector<double> sums = jacobian.over(dataset, stars, job, threads);
  fillFluxPart(map, info, batches.pixels(), jacobian.columns(), sums);
  fillInputPart(map, info, batches, jacobian.columns(), sums);
  fillStrengths(map, info, dataset, stars, job);
  return map;
}

}  // namespace maury::attribution
