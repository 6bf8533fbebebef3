// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/kinds/Convolution.h"

#include "network/cpu/InputConvolution.torch.h"
#include "network/cpu/PooledConvolution.torch.h"
#include "network/layers/LayerModule.torch.h"
#include "network/model/HybridCnn.torch.h"

namespace maury::network {

namespace {

/// Adds kernel − 1 zeros, half at each end; if their number is odd, one more at the right end, as in Keras.
torch::Tensor padPositions(const torch::Tensor& x, std::int64_t kernel) {
  const torch::Tensor result = torch::constant_pad_nd(x, {(kernel - 1) / 2, kernel - 1 - (kernel - 1) / 2});
  return x.size(1) == 1 ? asNetworkFlux(result) : result;
}

/// The convolution, its activation and, if one follows, the max-pool, which the fused kernels compute together.
class ConvolutionModule : public LayerModule {
public:
  ConvolutionModule(const Convolution& layer, int pool, const LayerContext& context) : m_layer(layer), m_pool(pool) {
    addTensors(layer.weights(context.in), context.name);
  }

  torch::Tensor forward(const torch::Tensor& input, const Pass& /*pass*/) const override {
    const torch::Tensor x = m_layer.padded ? padPositions(input, m_layer.kernel) : input;
    if (m_pool > 1) return pooledConvolution(x, weight(), bias(), m_pool, m_layer.slope);
    const bool needsOnlyFluxGradient =
        x.size(1) == 1 && x.requires_grad() && !weight().requires_grad() && x.device().is_cpu();
    // In place, because the gradient of a convolution does not need its output.
    return activateInPlace(
        needsOnlyFluxGradient ? inputConvolution(x, weight(), bias()) : torch::conv2d(x, weight(), bias()),
        m_layer.slope);
  }

  torch::Tensor penalty() const override {
    return m_layer.l2 > 0.0 ? weight().square().sum() * m_layer.l2 : torch::Tensor();
  }
  std::unique_ptr<LayerModule> copy() const override { return std::make_unique<ConvolutionModule>(*this); }
  // The gradients of LibTorch's activation and of the fused kernels need their own output.
  bool makesNewOutput() const override { return m_layer.slope == 1.0 && m_pool == 1; }

private:
  const torch::Tensor& weight() const { return tensor(0); }
  const torch::Tensor& bias() const { return tensor(1); }

  Convolution m_layer;
  int m_pool;
};

}  // namespace

std::unique_ptr<LayerModule> Convolution::makeModule(LayerContext& context) const {
  const MaxPool* pool = context.following.empty() ? nullptr : std::get_if<MaxPool>(&context.following.front().kind);
  if (pool != nullptr) context.fusedLayers = 1;
  return std::make_unique<ConvolutionModule>(*this, pool != nullptr ? pool->width : 1, context);
}

}  // namespace maury::network
