// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/Convolution.h"

#include "network/cpu/InputConvolution.torch.h"
#include "network/cpu/PooledConvolution.torch.h"
#include "network/layers/LayerModule.torch.h"
#include "network/model/HybridCnn.torch.h"

namespace maury::network {

namespace {

/// Zeros at both ends, one more at the right where their number is odd, as Keras.
torch::Tensor padded(const torch::Tensor& x, std::int64_t kernel) {
  const torch::Tensor result = torch::constant_pad_nd(x, {(kernel - 1) / 2, kernel - 1 - (kernel - 1) / 2});
  return x.size(1) == 1 ? asNetworkFlux(result) : result;
}

/// The convolution, its activation, and a max-pool that follows, which the fused kernels take with it.
class ConvolutionModule : public LayerModule {
public:
  ConvolutionModule(const Convolution& layer, int pool, const LayerBuild& build) : m_layer(layer), m_pool(pool) {
    addTensors(layer.weights(build.in), build.name);
  }

  torch::Tensor forward(const torch::Tensor& input, const Pass& /*pass*/) const override {
    const torch::Tensor x = m_layer.padded ? padded(input, m_layer.kernel) : input;
    if (m_pool > 1) return pooledConvolution(x, weight(), bias(), m_pool, m_layer.slope);
    const bool toFlux = x.size(1) == 1 && x.requires_grad() && !weight().requires_grad() && x.device().is_cpu();
    // In place: a convolution does not need its own output for the gradient.
    return activateInPlace(toFlux ? inputConvolution(x, weight(), bias()) : torch::conv2d(x, weight(), bias()),
                           m_layer.slope);
  }

  torch::Tensor penalty() const override {
    return m_layer.l2 > 0.0 ? weight().square().sum() * m_layer.l2 : torch::Tensor();
  }
  std::unique_ptr<LayerModule> copy() const override { return std::make_unique<ConvolutionModule>(*this); }
  /// The activation of LibTorch and ours need their own output.
  bool makesNewOutput() const override { return m_layer.slope == 1.0 && m_pool == 1; }

private:
  const torch::Tensor& weight() const { return tensor(0); }
  const torch::Tensor& bias() const { return tensor(1); }

  Convolution m_layer;
  int m_pool;
};

}  // namespace

std::unique_ptr<LayerModule> Convolution::makeModule(LayerBuild& build) const {
  const MaxPool* pool = build.following.empty() ? nullptr : std::get_if<MaxPool>(&build.following.front().kind);
  if (pool != nullptr) build.taken = 1;
  return std::make_unique<ConvolutionModule>(*this, pool != nullptr ? pool->width : 1, build);
}

}  // namespace maury::network
