// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/kinds/LayerNorm.h"

#include "network/layers/LayerModule.torch.h"

namespace maury::network {

namespace {

class LayerNormModule : public LayerModule {
public:
  LayerNormModule(const LayerNorm& layer, const LayerContext& context) {
    addTensors(layer.weights(context.in), context.name);
  }

  torch::Tensor forward(const torch::Tensor& x, const Pass& /*pass*/) const override {
    if (x.dim() != 4) return normalise(x);
    return normalise(x.permute({0, 2, 3, 1})).permute({0, 3, 1, 2});  // channels last, without a copy
  }
  std::unique_ptr<LayerModule> copy() const override { return std::make_unique<LayerNormModule>(*this); }
  // Changing the permuted view in place would need a copy in the backward pass.
  bool makesNewOutput() const override { return false; }

private:
  torch::Tensor normalise(const torch::Tensor& x) const {
    return torch::layer_norm(x, {x.size(-1)}, tensor(0), tensor(1), LayerNorm::kEpsilon);
  }
};

}  // namespace

std::unique_ptr<LayerModule> LayerNorm::makeModule(LayerContext& context) const {
  return std::make_unique<LayerNormModule>(*this, context);
}

}  // namespace maury::network
