// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/kinds/Residual.h"

#include "network/layers/LayerModule.torch.h"

namespace maury::network {

namespace {

class ResidualModule : public LayerModule {
public:
  ResidualModule(const std::vector<Layer>& layers, const LayerContext& context)
      : m_chain(layers, context.name, context.in) {}

  torch::Tensor forward(const torch::Tensor& x, const Pass& pass) const override {
    return x + m_chain.forward(x, pass);
  }
  void initialise(torch::Generator& generator) override {
    for (const auto& module : m_chain.modules())
      module->initialise(generator);
  }
  torch::Tensor penalty() const override {
    torch::Tensor sum;
    for (const auto& module : m_chain.modules()) {
      const torch::Tensor term = module->penalty();
      if (term.defined()) sum = sum.defined() ? sum + term : term;
    }
    return sum;
  }
  void updateStatistics(const BatchStatistics& batch) override {
    for (const auto& module : m_chain.modules())
      module->updateStatistics(batch);
  }
  void listTensors(std::vector<ModuleTensor>& all) const override {
    for (const auto& module : m_chain.modules())
      module->listTensors(all);
  }
  void detachWeights() override {
    for (const auto& module : m_chain.modules())
      module->detachWeights();
  }
  std::unique_ptr<LayerModule> copy() const override { return std::make_unique<ResidualModule>(*this); }

private:
  ModuleChain m_chain;
};

}  // namespace

std::unique_ptr<LayerModule> Residual::makeModule(LayerContext& context) const {
  return std::make_unique<ResidualModule>(layers, context);
}

}  // namespace maury::network
