// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/kinds/Activation.h"

#include "network/layers/LayerModule.torch.h"

namespace maury::network {

namespace {

class ActivationModule : public LayerModule {
public:
  ActivationModule(double slope, bool inPlace) : m_slope(slope), m_inPlace(inPlace) {}

  torch::Tensor forward(const torch::Tensor& x, const Pass& /*pass*/) const override {
    return m_inPlace ? activateInPlace(x, m_slope) : torch::leaky_relu(x, m_slope);
  }
  std::unique_ptr<LayerModule> copy() const override { return std::make_unique<ActivationModule>(*this); }
  bool makesNewOutput() const override { return false; }

private:
  double m_slope;
  bool m_inPlace;
};

}  // namespace

std::unique_ptr<LayerModule> Activation::makeModule(LayerContext& context) const {
  return std::make_unique<ActivationModule>(slope, context.mayChangeInput);
}

}  // namespace maury::network
