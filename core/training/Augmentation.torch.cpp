// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/Augmentation.torch.h"
#include "base/Constants.h"
#include "network/Device.torch.h"

namespace maury::training {
namespace {

/// Returns a tensor with one value per pixel that the network sees (P′), computed by `valueOf` from the index of the
/// pixel among the survey's P.
template <typename ValueOf>
torch::Tensor perPixelTensor(const TrainingData& data, const ValueOf& valueOf) {
  torch::Tensor result = torch::empty({static_cast<std::int64_t>(data.pixels.size())});
  for (std::size_t j = 0; j < data.pixels.size(); ++j)
    result.data_ptr<float>()[j] = static_cast<float>(valueOf(data.pixels[j]));
  return network::toNetworkDevice(result);
}

}  // namespace

void shiftAtRandom(network::Batch& batch, const TrainingData& data, double scatterKmS, torch::Generator& generator) {
  const std::int64_t stars = batch.size(), pixels = batch.flux.size(-1);
  const auto& grid = data.info.grid;
  const double step = (grid.last() - grid.first()) / static_cast<double>(grid.size() - 1);
  // Number of pixels by which a line moves per km/s.
  const torch::Tensor perVelocity =
      perPixelTensor(data, [&](std::size_t pixel) { return grid[pixel] / (kSpeedOfLightKmS * step); });
  const torch::Tensor velocity = torch::empty({stars, 1}, network::deviceOptions()).normal_(0.0, scatterKmS, generator);
  const torch::Tensor from = (torch::arange(pixels, network::deviceOptions()) - velocity * perVelocity)
                                 .clamp(0.0, static_cast<double>(pixels - 1));
  const torch::Tensor below = from.floor().clamp_max(static_cast<double>(std::max<std::int64_t>(pixels - 2, 0)));
  const torch::Tensor left = below.to(torch::kInt64), right = (left + 1).clamp_max(pixels - 1);
  const torch::Tensor share = from - below;
  // Interpolate the unscaled flux: the offset belongs to a pixel and does not move with the line.
  const torch::Tensor offset = perPixelTensor(data, [&](std::size_t pixel) { return data.info.fluxOffset[pixel]; });
  const double scale = static_cast<double>(data.info.fluxScale);
  const torch::Tensor flux = batch.flux.view({stars, pixels}) * scale + offset;
  const torch::Tensor moved = flux.gather(1, left) * (1.0 - share) + flux.gather(1, right) * share;
  batch.flux = network::asNetworkFlux((moved - offset) / scale);
}

void maskAtRandom(network::Batch& batch, const TrainingData& data, double share, torch::Generator& generator) {
  const std::int64_t stars = batch.size(), pixels = batch.flux.size(-1);
  const auto all = static_cast<double>(pixels);
  const torch::Tensor length = torch::empty({stars, 1}, network::deviceOptions()).uniform_(0.0, share * all, generator);
  const torch::Tensor first =
      torch::empty({stars, 1}, network::deviceOptions()).uniform_(0.0, 1.0, generator) * (all - length);
  const torch::Tensor index = torch::arange(pixels, network::deviceOptions());
  const torch::Tensor masked = (index >= first).logical_and(index < first + length);
  const double scale = static_cast<double>(data.info.fluxScale), fill = static_cast<double>(data.info.fluxFill);
  const torch::Tensor replacement = perPixelTensor(
      data, [&](std::size_t pixel) { return (fill - static_cast<double>(data.info.fluxOffset[pixel])) / scale; });
  batch.flux = network::asNetworkFlux(torch::where(masked, replacement, batch.flux.view({stars, pixels})));
}

}  // namespace maury::training
