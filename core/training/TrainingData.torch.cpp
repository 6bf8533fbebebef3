// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/Error.h"
#include "base/Random.h"
#include "base/Statistics.h"
#include "network/Device.torch.h"
#include "network/description/Fingerprint.h"
#include "training/TrainingData.torch.h"
#include "training/TrainingOptionTable.h"

namespace maury::training {

namespace {

/// Returns the star's median flux, and its median flux error relative to it (0 if the survey has no errors).
std::pair<double, double> levelAndNoise(const survey::Dataset& dataset, std::size_t star) {
  std::vector<float> flux, error;
  for (const float value : dataset.fluxOf(star)) {
    if (std::isfinite(value)) flux.push_back(value);
  }
  for (const float value : dataset.fluxErrorOf(star)) {
    if (std::isfinite(value) && value > 0.0F) error.push_back(value);
  }
  const double level = flux.empty() ? 0.0 : std::abs(upperMedian(flux));
  return {level, level > 0.0 && !error.empty() ? upperMedian(error) / level : 0.0};
}

}  // namespace

network::Batch PreparedStars::gather(const torch::Tensor& rows) const {
  network::Batch batch;
  batch.flux = network::asNetworkFlux(inputs.flux.view({size(), -1}).index_select(0, rows));
  for (const torch::Tensor& auxiliary : inputs.auxiliary)
    batch.auxiliary.push_back(auxiliary.index_select(0, rows));
  return batch;
}

PreparedStars prepareStars(const survey::Dataset& dataset, const network::ModelInfo& info,
                           std::span<const std::size_t> rows, bool withNoiseLevels) {
  PreparedStars result;
  result.inputs = network::BatchMaker(info).make(dataset, rows);
  const auto stars = static_cast<std::int64_t>(rows.size());
  const auto labels = static_cast<std::int64_t>(info.labels.size());
  result.labels = torch::zeros({stars, labels});
  result.present = torch::zeros({stars, labels});
  result.errors = torch::zeros({stars, labels});
  result.weights = torch::ones({stars, 1});
  float* values = result.labels.data_ptr<float>();
  float* present = result.present.data_ptr<float>();
  for (std::int64_t l = 0; l < labels; ++l) {
    const network::ModelLabel& label = info.labels[static_cast<std::size_t>(l)];
    const std::vector<float>& source = dataset.findLabel(label.name)->values;
    const std::vector<float>& error = dataset.findLabel(label.name)->errors;
    for (std::int64_t i = 0; i < stars; ++i) {
      const double value = source[rows[static_cast<std::size_t>(i)]];
      if (!std::isfinite(value)) continue;
      values[i * labels + l] = static_cast<float>((value - label.minimum) / (label.maximum - label.minimum));
      present[i * labels + l] = 1.0F;
      const float sigma = error.empty() ? 0.0F : error[rows[static_cast<std::size_t>(i)]];
      if (std::isfinite(sigma) && sigma > 0.0F) {
        result.errors.data_ptr<float>()[i * labels + l] =
            static_cast<float>(static_cast<double>(sigma) / (label.maximum - label.minimum));
      }
    }
  }
  if (!withNoiseLevels) return result;
  const std::vector<std::size_t> pixels = info.pixels();
  std::vector<float> scratch;
  result.level = torch::zeros({stars});
  result.ownNoise = torch::zeros({stars});
  for (std::int64_t i = 0; i < stars; ++i) {
    const std::size_t row = rows[static_cast<std::size_t>(i)];
    const auto [level, noise] = levelAndNoise(dataset, row);
    const float factor = network::levelFactor(info.fluxRange, dataset.fluxOf(row), pixels, scratch);
    result.level.data_ptr<float>()[i] = static_cast<float>(level * factor / info.fluxScale);
    result.ownNoise.data_ptr<float>()[i] = static_cast<float>(noise);
  }
  return result;
}

void fitLabelUnits(TrainingData& data, const TrainingOptions& options) {
  const PreparedStars& stars = data.training;
  const auto labelCount = stars.labels.size(1);
  data.loss = options.loss;
  data.weighByErrors = options.weighByErrors;
  data.labelOffset = torch::zeros({labelCount});
  data.labelScale = torch::ones({labelCount});
  if (options.loss == Loss::MeanSquare) return;
  for (std::int64_t l = 0; l < labelCount; ++l) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < stars.size(); ++i) {
      const std::int64_t index = i * labelCount + l;
      if (stars.present.data_ptr<float>()[index] != 0.0F) values.push_back(stars.labels.data_ptr<float>()[index]);
    }
    if (values.empty()) continue;
    const double middle = upperMedian(values);
    for (float& value : values)
      value = static_cast<float>(std::abs(value - middle));
    constexpr double kGaussianSigmaPerMad = 1.4826;
    const double scatter = kGaussianSigmaPerMad * upperMedian(values);
    data.labelOffset.data_ptr<float>()[l] = static_cast<float>(middle);
    // If half of a label's values are equal, the median deviation is zero; the scale then stays at the range, which is
    // 1.
    if (scatter > 0.0) data.labelScale.data_ptr<float>()[l] = static_cast<float>(scatter);
  }
}

void balanceStars(TrainingData& data, const std::string& label) {
  constexpr std::int64_t kBins = 10;
  constexpr float kMaxWeight = 10.0F;
  const auto found = std::find_if(data.info.labels.begin(), data.info.labels.end(),
                                  [&](const network::ModelLabel& each) { return each.name == label; });
  if (found == data.info.labels.end())
    throw Error(ErrorKind::Usage,
                fmt::format("Stars cannot be balanced by '{}', because it is not among the labels to learn.", label));
  const auto column = found - data.info.labels.begin();
  // Bins of equal width, so that the tails are sparse.
  const torch::Tensor bins =
      (data.training.labels.select(1, column) * kBins).floor().clamp(0, kBins - 1).to(torch::kInt64);
  const torch::Tensor known = data.training.present.select(1, column);
  const torch::Tensor counts = torch::zeros({kBins}).index_add(0, bins, known).clamp_min(1.0);
  torch::Tensor weights =
      torch::where(known > 0.0, counts.index_select(0, bins).reciprocal(), torch::zeros_like(known));
  weights = weights / weights.sum() * known.sum().clamp_min(1.0);
  weights = torch::where(known > 0.0, weights.clamp_max(kMaxWeight), torch::ones_like(known));
  data.training.weights = (weights / weights.mean()).unsqueeze(1);
}

std::uint64_t fingerprintOf(const TrainingData& data, const TrainingOptions& options) {
  std::uint64_t hash = hashText(
      fmt::format("{}|{}|{}", network::fingerprintText(data.info.network), fingerprintText(options), kPartStars), 1);
  const auto add = [&](const torch::Tensor& tensor) {
    if (!tensor.defined()) return;
    const torch::Tensor flat = tensor.reshape({-1}).contiguous().cpu();
    hash = hashText({static_cast<const char*>(flat.data_ptr()), flat.nbytes()}, hash);
  };
  for (const PreparedStars* stars : {&data.training, &data.validation}) {
    add(stars->inputs.flux);
    for (const torch::Tensor& auxiliary : stars->inputs.auxiliary)
      add(auxiliary);
    add(stars->labels);
    add(stars->present);
    add(stars->errors);
    add(stars->level);
    add(stars->ownNoise);
  }
  return hash;
}

void moveToNetworkDevice(TrainingData& data) {
  const auto move = [](torch::Tensor& tensor) {
    if (tensor.defined()) tensor = network::toNetworkDevice(tensor);
  };
  for (PreparedStars* stars : {&data.training, &data.validation}) {
    for (torch::Tensor* tensor :
         {&stars->labels, &stars->present, &stars->errors, &stars->weights, &stars->level, &stars->ownNoise})
      move(*tensor);
  }
  move(data.labelOffset);
  move(data.labelScale);
}

torch::Tensor elementLoss(const TrainingData& data, const torch::Tensor& output, const PreparedStars& stars,
                          const torch::Tensor& rows) {
  const std::int64_t labelCount = stars.labels.size(1);
  const torch::Tensor present = stars.present.index_select(0, rows);
  const torch::Tensor weights = present * stars.weights.index_select(0, rows);
  const torch::Tensor target = (stars.labels.index_select(0, rows) - data.labelOffset) / data.labelScale;
  const torch::Tensor difference = (output.narrow(1, 0, labelCount) - target) * present;
  const torch::Tensor errors = stars.errors.index_select(0, rows) / data.labelScale;
  if (data.loss == Loss::Gaussian) {
    constexpr double kMin = -14.0, kMax = 14.0;  // limits of ln variance, against overflow in an untrained network
    const torch::Tensor variance = output.narrow(1, labelCount, labelCount).clamp(kMin, kMax).exp() + errors.square();
    return 0.5 * (difference.square() / variance + variance.log()) * weights;
  }
  const torch::Tensor errorWeights =
      data.weighByErrors ? weights / (1.0 + errors.square()) : weights;  // in units of the label's robust scatter
  if (data.loss == Loss::MeanSquare) return difference.square() * errorWeights;
  constexpr double kHuberWidth = 1.345;
  // Twice Huber's loss, so that a small difference costs its square under either loss.
  return torch::huber_loss(difference, torch::zeros_like(difference), torch::Reduction::None, kHuberWidth) * 2.0 *
         errorWeights;
}

}  // namespace maury::training
