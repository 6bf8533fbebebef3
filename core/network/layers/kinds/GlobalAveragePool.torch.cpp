// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/kinds/GlobalAveragePool.h"

#include "network/layers/LayerModule.torch.h"

namespace maury::network {

namespace {

class GlobalAveragePoolModule : public LayerModule {
public:
  torch::Tensor forward(const torch::Tensor& x, const Pass& /*pass*/) const override { return x.mean({2, 3}); }
  std::unique_ptr<LayerModule> copy() const override { return std::make_unique<GlobalAveragePoolModule>(*this); }
};

}  // namespace

std::unique_ptr<LayerModule> GlobalAveragePool::makeModule(LayerContext& /*context*/) const {
  return std::make_unique<GlobalAveragePoolModule>();
}

}  // namespace maury::network
