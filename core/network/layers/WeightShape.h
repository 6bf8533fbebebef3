// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "network/layers/CheckedSize.h"

namespace maury::network {

/// Values of a tensor before training.
enum class Start { Zeros, Ones, GlorotUniform };

/// Name, shape and initial values of one tensor of a network, without LibTorch.
struct WeightShape {
  std::string name;  ///< "weight" in a layer, "conv0.weight" in a chain, "spectrum.conv0.weight" in a network
  std::vector<std::int64_t> shape;
  Start start = Start::Zeros;
  bool learned = true;  ///< false for buffers such as a running mean

  /// Throws Error(Mismatch) if the number is too large; see CheckedSize.h.
  std::size_t size() const {
    std::size_t values = 1;
    for (const std::int64_t length : shape)
      values = checkedProduct(values, static_cast<std::size_t>(length));
    return values;
  }
};

}  // namespace maury::network
