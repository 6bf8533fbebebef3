// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "attribution/AttributionModule.torch.h"
#include "attribution/maps/EnsembleMethod.torch.h"
#include "attribution/maps/OrderedSum.h"
#include "attribution/maps/PreparedStars.h"
#include "base/Error.h"
#include "base/Parallel.h"
#include "base/Statistics.h"
#include "network/Device.torch.h"

namespace maury::attribution {
namespace {

constexpr float kNotANumber = std::numeric_limits<float>::quiet_NaN();

// Everything that a map needs is a sum over stars, so memory does not grow with their number. All sums lie in one
// array: the attributions of each member, the squares of their mean over members, outputs, and moments of flux and
// inputs. Each batch fills such an array, and OrderedSum adds the arrays in the order of the batches.

/// Sizes of the sums over stars, and the offset of each part in the array that holds them.
struct SumLayout {
  std::size_t members, labels, columns, pixels, elements;

  std::size_t value(std::size_t member, std::size_t label, std::size_t column) const {
    return (member * labels + label) * columns + column;
  }
  std::size_t square(std::size_t label, std::size_t column) const {
    return members * labels * columns + label * columns + column;
  }
  /// kind 0: output, 1: output for the baseline, 2: |Σ attributions − (output − baseline)|, 3: |output − baseline|.
  std::size_t output(std::size_t label, std::size_t kind) const {
    return (members + 1) * labels * columns + kind * labels + label;
  }
  /// moment 0, 1, 2 (count, sum, sum of squares) of the grid's pixels, then of all input elements.
  std::size_t moment(std::size_t index, std::size_t moment) const {
    return (members + 1) * labels * columns + 4 * labels + moment * (pixels + elements) + index;
  }
  std::size_t size() const { return moment(0, 3); }
};

/// Sums over the stars added so far.
struct MapSums final : MapAccumulator {
  EnsembleMethod method;
  SumLayout layout{};
  std::vector<double> sums;
  std::size_t stars = 0;

  MapSums(const network::Model& model, AttributionOptions options) : method(model, std::move(options)) {
    std::size_t elements = 0;
    for (const std::size_t width : batches().auxiliaryWidths())
      elements += width;
    layout = {method.members(), info().labels.size(), batches().pixels().size() + elements, info().grid.size(),
              elements};
    sums.assign(layout.size(), 0.0);
  }

  void add(const survey::Dataset& dataset, std::span<const std::size_t> rows, Job& job, ProgressMeter& meter) override;
  AttributionMap map() const override;

  const network::ModelInfo& info() const { return method.info(); }
  const network::BatchMaker& batches() const { return method.batches(); }

  /// Returns the sums over the rows of one batch, in the order of SumLayout. With more than one thread, members run in
  /// parallel.
  std::vector<double> sumBatch(const survey::Dataset& dataset, std::span<const std::size_t> rows, std::size_t firstStar,
                               unsigned threads, Job& job) const {
    network::useOneThread();
    const network::Batch batch = batches().make(dataset, rows);
    std::vector<BatchAttribution> memberAttributions(threads > 1 ? layout.members : 0);
    parallelChunks(memberAttributions.size(), 1, threads, [&](std::size_t m, std::size_t, unsigned) {
      network::convertTorchErrors([&] {
        network::useOneThread();
        memberAttributions[m] = method.attributeMember(m, batch, firstStar, job);
      });
    });
    std::vector<double> result(layout.size(), 0.0);
    torch::Tensor values, outputs, baseline;  // means over members
    for (std::size_t m = 0; m < layout.members; ++m) {
      const BatchAttribution attribution =
          threads > 1 ? memberAttributions[m] : method.attributeMember(m, batch, firstStar, job);
      store(result, layout.value(m, 0, 0), attribution.values.sum(1, false, torch::kFloat64));
      const double share = 1.0 / static_cast<double>(layout.members);
      const auto addTo = [share](torch::Tensor& mean, const torch::Tensor& more) {
        if (more.defined()) mean = mean.defined() ? mean.add_(more, share) : more * share;
      };
      addTo(values, attribution.values);
      addTo(outputs, attribution.outputs);
      addTo(baseline, attribution.baseline);
    }
    // Squares of the mean over members, not the mean of their squares: the members' values may cancel.
    store(result, layout.square(0, 0), values.to(torch::kFloat64).square_().sum(1));
    store(result, layout.output(0, 0), outputs.sum(0, false, torch::kFloat64));
    if (baseline.defined()) {
      const torch::Tensor change = (outputs - baseline).to(torch::kFloat64);  // B × L
      const torch::Tensor parts = values.sum(2, false, torch::kFloat64).t();
      store(result, layout.output(0, 1), baseline.to(torch::kFloat64) * static_cast<double>(rows.size()));
      store(result, layout.output(0, 2), (parts - change).abs().sum(0));
      store(result, layout.output(0, 3), change.abs().sum(0));
    }
    addMoments(result, dataset, rows);
    return result;
  }

  static void store(std::vector<double>& result, std::size_t offset, const torch::Tensor& tensor) {
    const torch::Tensor flat = tensor.contiguous().cpu();
    std::copy_n(flat.data_ptr<double>(), flat.numel(), result.begin() + static_cast<std::ptrdiff_t>(offset));
  }

  void addMoments(std::vector<double>& result, const survey::Dataset& dataset,
                  std::span<const std::size_t> rows) const {
    const auto add = [&](std::size_t index, double value) {
      if (!std::isfinite(value)) return;
      result[layout.moment(index, 0)] += 1.0;
      result[layout.moment(index, 1)] += value;
      result[layout.moment(index, 2)] += value * value;
    };
    for (const std::size_t row : rows) {
      const std::span<const float> flux = dataset.fluxOf(row);
      for (std::size_t p = 0; p < layout.pixels; ++p)
        add(p, static_cast<double>(flux[p]));
      std::size_t index = layout.pixels;
      for (const network::ModelInput& modelInput : info().inputs) {
        const survey::AuxiliaryInput& input = *dataset.findInput(modelInput.name);  // BatchMaker has already found it
        // Relative to the offset, to preserve a small scatter about a large mean.
        for (std::size_t e = 0; e < modelInput.width; ++e, ++index)
          add(index,
              static_cast<double>(input.values[row * input.width + e]) - static_cast<double>(modelInput.offset[e]));
      }
    }
  }

  double momentDeviation(std::size_t index) const {
    return scatterFromSums(sums[layout.moment(index, 0)], sums[layout.moment(index, 1)], sums[layout.moment(index, 2)]);
  }

  /// Mean over members and stars of one label's column, and the scatter over members and over stars.
  struct Column {
    double mean = 0.0, memberScatter = 0.0, starScatter = 0.0;
  };
  Column column(std::size_t label, std::size_t column) const {
    const auto count = static_cast<double>(stars), members = static_cast<double>(layout.members);
    Column result;
    for (std::size_t m = 0; m < layout.members; ++m)
      result.mean += sums[layout.value(m, label, column)] / count / members;
    for (std::size_t m = 0; m < layout.members; ++m) {
      const double difference = sums[layout.value(m, label, column)] / count - result.mean;
      result.memberScatter += difference * difference / members;
    }
    result.memberScatter = std::sqrt(result.memberScatter);
    result.starScatter = scatterFromSums(count, result.mean * count, sums[layout.square(label, column)]);
    return result;
  }

  void fillFlux(AttributionMap& map) const {
    const std::vector<float> factors = network::labelFactors(info());
    const std::size_t pixels = layout.pixels;
    for (auto* table : {&map.mean, &map.spread, &map.starSpread})
      table->assign(layout.labels * pixels, kNotANumber);
    map.memberMean.assign(layout.members * layout.labels * pixels, kNotANumber);
    const double perFlux = isDerivative(map.method) ? static_cast<double>(info().fluxScale) : 1.0;
    for (std::size_t l = 0; l < layout.labels; ++l) {
      const double unit = static_cast<double>(factors[l]) / perFlux;
      for (std::size_t j = 0; j < batches().pixels().size(); ++j) {
        const std::size_t index = l * pixels + batches().pixels()[j];
        const Column values = column(l, j);
        map.mean[index] = static_cast<float>(values.mean * unit);
        map.spread[index] = static_cast<float>(values.memberScatter * std::abs(unit));
        map.starSpread[index] = static_cast<float>(values.starScatter * std::abs(unit));
        for (std::size_t m = 0; m < layout.members; ++m) {
          map.memberMean[m * layout.labels * pixels + index] =
              static_cast<float>(sums[layout.value(m, l, j)] / static_cast<double>(stars) * unit);
        }
      }
    }
    for (std::size_t p = 0; p < pixels; ++p) {
      map.meanFlux.push_back(static_cast<float>(sums[layout.moment(p, 1)] / sums[layout.moment(p, 0)]));  // 0 / 0: NaN
      map.fluxSpread.push_back(static_cast<float>(momentDeviation(p)));
    }
  }

  void fillInputs(AttributionMap& map) const {
    for (const network::ModelInput& input : info().inputs) {
      for (const float offset : input.offset) {
        const std::size_t index = layout.pixels + map.meanInput.size();
        const double aboutOffset = sums[layout.moment(index, 1)] / sums[layout.moment(index, 0)];  // 0 / 0: NaN
        map.meanInput.push_back(static_cast<float>(static_cast<double>(offset) + aboutOffset));
        map.inputScatter.push_back(static_cast<float>(momentDeviation(index)));
      }
    }
    const std::vector<float> factors = network::labelFactors(info());
    std::vector<float> scales;
    for (const auto& branch : batches().auxiliaryScales())
      scales.insert(scales.end(), branch.begin(), branch.end());
    map.memberInputMean.resize(layout.members * layout.labels * layout.elements);
    for (std::size_t l = 0; l < layout.labels; ++l) {
      for (std::size_t e = 0; e < layout.elements; ++e) {
        const double unit =
            static_cast<double>(factors[l]) / (isDerivative(map.method) ? static_cast<double>(scales[e]) : 1.0);
        const Column values = column(l, batches().pixels().size() + e);
        map.inputMean.push_back(static_cast<float>(values.mean * unit));
        map.inputSpread.push_back(static_cast<float>(values.memberScatter * std::abs(unit)));
        for (std::size_t m = 0; m < layout.members; ++m) {
          map.memberInputMean[(m * layout.labels + l) * layout.elements + e] = static_cast<float>(
              sums[layout.value(m, l, batches().pixels().size() + e)] / static_cast<double>(stars) * unit);
        }
      }
    }
  }

  /// Returns the change of the label when the source of `value` changes by its scatter; 0 for a source that no star
  /// has.
  double strength(AttributionMethod mapMethod, float value, double deviation) const {
    const double term = std::abs(static_cast<double>(value)) * (isDerivative(mapMethod) ? deviation : 1.0);
    return std::isfinite(term) ? term : 0.0;
  }

  void fillStrengths(AttributionMap& map) const {
    for (std::size_t l = 0; l < layout.labels; ++l) {
      double whole = 0.0;
      for (std::size_t p = 0; p < layout.pixels; ++p)
        whole += strength(map.method, map.mean[l * layout.pixels + p], static_cast<double>(map.fluxSpread[p]));
      map.spectrumStrength.push_back(whole);
      std::size_t element = 0;
      for (const network::ModelInput& input : info().inputs) {
        double sum = 0.0;
        for (std::size_t e = 0; e < input.width; ++e, ++element) {
          sum += strength(map.method, map.inputMean[l * layout.elements + element],
                          static_cast<double>(map.inputScatter[element]));
        }
        map.inputStrength.push_back(sum);
      }
    }
  }

  void fillOutputs(AttributionMap& map) const {
    for (std::size_t l = 0; l < layout.labels; ++l) {
      const auto& [name, unit, low, high] = info().labels[l];
      const auto labelOf = [&](std::size_t kind) {
        return low + (high - low) * sums[layout.output(l, kind)] / static_cast<double>(stars);
      };
      map.meanLabel.push_back(labelOf(0));
      if (!takesBaseline(map.method)) continue;
      map.baselineLabel.push_back(labelOf(1));
      if (map.method != AttributionMethod::IntegratedGradients) continue;
      const double change = sums[layout.output(l, 3)];
      map.completenessError.push_back(change > 0.0 ? sums[layout.output(l, 2)] / change : 0.0);
    }
  }
};

void MapSums::add(const survey::Dataset& dataset, std::span<const std::size_t> rows, Job& job, ProgressMeter& meter) {
  const unsigned threads = method.options().threads;
  const PreparedStars prepared(method.model(), dataset, rows, job, threads);
  OrderedSum sum(layout.size());
  // Few stars fit in one batch, so use the cores for different members.
  const std::size_t batchStars = network::batchSpectra();
  const unsigned memberThreads = rows.size() <= batchStars ? network::batchThreads(threadCount(threads)) : 1;
  parallelChunks(rows.size(), batchStars, network::batchThreads(threads),
                 [&](std::size_t begin, std::size_t end, unsigned) {
                   const auto batchRows = prepared.rows().subspan(begin, end - begin);
                   sum.add(begin / batchStars, network::convertTorchErrors([&] {
                             return sumBatch(prepared.dataset(), batchRows, stars + begin, memberThreads, job);
                           }));
                   meter.advance(end - begin);
                 });
  for (std::size_t i = 0; i < sums.size(); ++i)
    sums[i] += sum.total()[i];
  stars += rows.size();
}

AttributionMap MapSums::map() const {
  if (stars == 0) {
    throw Error(ErrorKind::Mismatch, "No star is selected; an attribution map needs at least one.");
  }
  AttributionMap map;
  map.method = method.options().method;
  map.labels = info().labels;
  map.grid = info().grid;
  map.stars = stars;
  map.members = static_cast<int>(layout.members);
  fillFlux(map);
  fillInputs(map);
  fillStrengths(map);
  fillOutputs(map);
  return map;
}

}  // namespace

std::unique_ptr<MapAccumulator> TorchAttribution::accumulator(const network::Model& model,
                                                              AttributionOptions options) const {
  return std::make_unique<MapSums>(model, std::move(options));
}

std::size_t TorchAttribution::batch() const {
  return network::batchSpectra();
}

}  // namespace maury::attribution
