// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/kinds/BatchNorm.h"

#include <tuple>

#include "network/layers/LayerModule.torch.h"

namespace maury::network {

namespace {

class BatchNormModule : public LayerModule {
public:
  BatchNormModule(const BatchNorm& layer, const LayerContext& context)
      : m_momentum(layer.momentum), m_name(context.name) {
    addTensors(layer.weights(context.in), m_name);
  }

  torch::Tensor forward(const torch::Tensor& x, const Pass& pass) const override {
    if (pass.statistics == nullptr)
      return torch::batch_norm(x, weight(), bias(), mean(), variance(), false, 0.0, BatchNorm::kEpsilon, false);
    const auto [result, batchMean, inverseScatter] =
        torch::native_batch_norm(x, weight(), bias(), {}, {}, true, 0.0, BatchNorm::kEpsilon);
    const double values = static_cast<double>(x.numel()) / static_cast<double>(x.size(1));
    if (values > 1.0) {  // a single value has no variance
      const torch::Tensor batchVariance =
          (inverseScatter.detach().square().reciprocal() - BatchNorm::kEpsilon).clamp_min(0.0);
      pass.statistics->add(m_name, {batchMean.detach(), batchVariance, values});
    }
    return result;
  }

  void updateStatistics(const BatchStatistics& batch) override {
    const BatchStatistics::Moments* moments = batch.find(m_name);
    if (moments == nullptr) return;
    // In place, because the copies of this module in other threads share the memory.
    torch::Tensor(mean()).mul_(m_momentum).add_(moments->mean, 1.0 - m_momentum);
    torch::Tensor(variance()).mul_(m_momentum).add_(moments->variance, 1.0 - m_momentum);
  }

  std::unique_ptr<LayerModule> copy() const override { return std::make_unique<BatchNormModule>(*this); }

private:
  const torch::Tensor& weight() const { return tensor(0); }
  const torch::Tensor& bias() const { return tensor(1); }
  const torch::Tensor& mean() const { return tensor(2); }
  const torch::Tensor& variance() const { return tensor(3); }

  double m_momentum;
  std::string m_name;
};

}  // namespace

std::unique_ptr<LayerModule> BatchNorm::makeModule(LayerContext& context) const {
  return std::make_unique<BatchNormModule>(*this, context);
}

}  // namespace maury::network
