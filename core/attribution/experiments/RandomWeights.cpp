// SPDX-License-Identifier: GPL-3.0-or-later
#include "attribution/experiments/RandomWeights.h"

#include <ATen/CPUGeneratorImpl.h>

#include <memory>

#include "base/Random.h"
#include "network/model/Ensemble.torch.h"

namespace maury::attribution {

network::Model withRandomWeights(const network::Model& model, std::uint64_t seed) {
  auto weights = std::make_shared<network::Model::Weights>();
  weights->info = model.info();
  for (std::size_t member = 0; member < model.weights().members.size(); ++member) {
    std::shared_ptr<network::HybridCnn> fresh = model.weights().members[member]->clone();
    auto generator = at::make_generator<at::CPUGeneratorImpl>(splitMix64(seed ^ splitMix64(member)));
    fresh->initialise(generator);
    fresh->freeze();
    weights->members.push_back(std::move(fresh));
  }
  return network::Model(std::move(weights));
}

}  // namespace maury::attribution
