// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/kinds/MaxPool.h"

#include "network/layers/LayerModule.torch.h"

namespace maury::network {

namespace {

/// Max-pool that does not follow a convolution; otherwise ConvolutionModule computes it.
class MaxPoolModule : public LayerModule {
public:
  explicit MaxPoolModule(int width) : m_width(width) {}

  torch::Tensor forward(const torch::Tensor& x, const Pass& /*pass*/) const override {
    return m_width > 1 ? torch::max_pool2d(x, {1, m_width}) : x;
  }
  std::unique_ptr<LayerModule> copy() const override { return std::make_unique<MaxPoolModule>(*this); }
  bool makesNewOutput() const override { return m_width > 1; }

private:
  int m_width;
};

}  // namespace

std::unique_ptr<LayerModule> MaxPool::makeModule(LayerContext& /*context*/) const {
  return std::make_unique<MaxPoolModule>(width);
}

}  // namespace maury::network
