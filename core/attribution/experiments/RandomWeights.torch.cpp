// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/CPUGeneratorImpl.h>

#include <memory>
#include <utility>
#include <vector>

#include "attribution/AttributionModule.torch.h"
#include "base/Random.h"
#include "network/model/Ensemble.torch.h"

namespace maury::attribution {

network::Model TorchAttribution::withRandomWeights(const network::Model& model, std::uint64_t seed) const {
  std::vector<network::MemberWeights> members;
  for (std::size_t member = 0; member < model.members().size(); ++member) {
    const std::unique_ptr<network::HybridCnn> untrained = network::emptyNetwork(model.info());
    auto generator = at::make_generator<at::CPUGeneratorImpl>(splitMix64(seed ^ splitMix64(member)));
    untrained->initialise(generator);
    members.push_back(untrained->tensors());
  }
  return {model.info(), std::move(members)};
}

}  // namespace maury::attribution
