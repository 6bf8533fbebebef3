// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

namespace maury::network {

/// Values of a tensor before training.
enum class Start { Zeros, Ones, GlorotUniform };

/// Name, shape and initial values of one tensor of a network, without LibTorch.
struct WeightShape {
  std::string name;  ///< "weight" in a layer, "conv0.weight" in a chain, "spectrum.conv0.weight" in a network
  std::vector<std::int64_t> shape;
  Start start = Start::Zeros;
  bool learned = true;  ///< false for buffers such as a running mean

  std::size_t size() const {
    return static_cast<std::size_t>(std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()));
  }
};

}  // namespace maury::network
