// SPDX-License-Identifier: GPL-3.0-or-later
// Small networks and surveys for the tests of core/network and of the folders that use it.
#pragma once

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <limits>
#include <memory>

#include "network/Device.torch.h"
#include "network/description/HybridLayout.h"
#include "network/model/Ensemble.torch.h"

namespace maury::test {

inline torch::Generator generator(std::uint64_t seed) {
  return at::make_generator<at::CPUGeneratorImpl>(seed);
}

/// Returns a layout with two convolutions and a pool, and a branch with two inputs (widths 2 and 1), for two labels and
/// 16 pixels.
inline network::HybridLayout smallLayout() {
  network::HybridLayout layout;
  layout.convolutions = {{3, 4, 2, 0.01}, {2, 3, 1, 0.02}};
  layout.spectrumDense = {{5}};
  layout.auxiliary = {{"extra", {"colours", "parallax"}, {{4}}}};
  layout.joinedDense = {{6}};
  return layout;
}

inline network::NetworkDescription smallNetwork() {
  return network::describe(smallLayout());
}

/// Returns ten stars with 16 pixels and the inputs of smallNetwork(), some of whose values are missing.
inline survey::Dataset smallSurvey() {
  survey::Dataset data;
  data.provenance = {"test", true, {"edge-fill value=1", "continuum method=running-mean pixels=5"}, {"a note"}};
  data.grid = spectra::WavelengthGrid::linear(850.0, 0.1, 16);
  data.inputs = {{"colours", "mag", 2, {}}, {"parallax", "mas", 1, {}}};
  for (int i = 0; i < 10; ++i) {
    data.ids.push_back("star" + std::to_string(i));
    for (int p = 0; p < 16; ++p)
      data.flux.push_back(1.0F + 0.1F * std::sin(0.7F * static_cast<float>(i * 16 + p)));
    data.inputs[0].values.push_back(0.5F + 0.1F * static_cast<float>(i));
    data.inputs[0].values.push_back(1.5F - 0.2F * static_cast<float>(i));
    data.inputs[1].values.push_back(static_cast<float>(i));
  }
  data.flux[3] = std::numeric_limits<float>::quiet_NaN();
  data.inputs[0].values[1] = std::numeric_limits<float>::quiet_NaN();
  return data;
}

inline network::ModelInfo smallInfo() {
  const survey::Dataset data = smallSurvey();
  network::ModelInfo info;
  info.network = smallNetwork();
  info.labels = {{"teff", "K", 3500.0, 7000.0}, {"mh", "dex", -2.0, 0.5}};
  info.inputs = {{"colours", "mag", 2, {0.5F, 1.5F}, {0.1F, 0.2F}, {0.25F, -0.5F}, {0.5F, -0.3F}, {1.4F, 1.5F}},
                 {"parallax", "mas", 1, {4.5F}, {2.0F}, {0.0F}, {0.0F}, {9.0F}}};
  info.grid = data.grid;
  info.fluxOffset.assign(16, 0.9F);
  info.fluxOffset[2] = 0.8F;
  info.fluxScale = 0.05F;
  info.fluxFill = 0.98F;
  info.trainedOn = data.provenance;
  info.split = {0.2, 0.25, 42};
  info.trainingStars = 8;
  info.members = 2;
  info.program = "Maury test";
  info.command = "maury-cli train …";
  return info;
}

inline network::Model smallModel(const network::ModelInfo& info = smallInfo()) {
  std::vector<network::MemberWeights> members;
  for (int m = 0; m < info.members; ++m) {
    const std::unique_ptr<network::HybridCnn> member = network::emptyNetwork(info);
    auto numbers = generator(static_cast<std::uint64_t>(m) + 1);
    member->initialise(numbers);
    members.push_back(member->tensors());
  }
  return {info, std::move(members)};
}

}  // namespace maury::test
