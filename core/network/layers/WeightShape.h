// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

namespace maury::network {

/// Values that a tensor has before training.
enum class Start { Zeros, Ones, GlorotUniform };

/// Describes one tensor of a network, without LibTorch.
struct WeightShape {
  std::string name;  ///< "weight" in its layer, "conv0.weight" in a chain, "spectrum.conv0.weight" in the network
  std::vector<std::int64_t> shape;
  Start start = Start::Zeros;
  bool learned = true;  ///< false: a buffer, such as a running mean

  std::size_t size() const {
    return static_cast<std::size_t>(std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>()));
  }
};

}  // namespace maury::network
