// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/kinds/Dropout.h"

#include "network/layers/LayerModule.torch.h"

namespace maury::network {

namespace {

/// Inverted dropout. Draws its masks from the member's own generator: masks from the global generator, which all
/// threads share, would depend on the order in which threads draw.
class DropoutModule : public LayerModule {
public:
  explicit DropoutModule(double rate) : m_rate(rate) {}

  torch::Tensor forward(const torch::Tensor& x, const Pass& pass) const override {
    if (pass.dropout == nullptr || m_rate <= 0.0) return x;
    const torch::Tensor mask = torch::empty_like(x).bernoulli_(1.0 - m_rate, *pass.dropout).div_(1.0 - m_rate);
    return x * mask;
  }
  std::unique_ptr<LayerModule> copy() const override { return std::make_unique<DropoutModule>(*this); }
  bool makesNewOutput() const override { return false; }

private:
  double m_rate;
};

}  // namespace

std::unique_ptr<LayerModule> Dropout::makeModule(LayerContext& /*context*/) const {
  return std::make_unique<DropoutModule>(rate);
}

}  // namespace maury::network
