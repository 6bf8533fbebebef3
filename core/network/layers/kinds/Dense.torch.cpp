// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/kinds/Dense.h"

#include "network/layers/LayerModule.torch.h"

namespace maury::network {

namespace {

class DenseModule : public LayerModule {
public:
  DenseModule(const Dense& layer, const LayerContext& context) : m_slope(layer.slope) {
    addTensors(layer.weights(context.in), context.name);
  }

  torch::Tensor forward(const torch::Tensor& x, const Pass& /*pass*/) const override {
    return activateInPlace(torch::linear(asVector(x), tensor(0), tensor(1)), m_slope);
  }
  std::unique_ptr<LayerModule> copy() const override { return std::make_unique<DenseModule>(*this); }
  bool makesNewOutput() const override { return m_slope == 1.0; }

private:
  double m_slope;
};

}  // namespace

std::unique_ptr<LayerModule> Dense::makeModule(LayerContext& context) const {
  return std::make_unique<DenseModule>(*this, context);
}

}  // namespace maury::network
