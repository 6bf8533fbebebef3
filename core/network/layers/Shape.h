// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "network/layers/CheckedSize.h"

namespace maury::network {

/// Shape of a layer's input or output for one star.
struct Shape {
  std::size_t positions = 0;  ///< number of positions along the spectrum; 0: a plain vector
  std::size_t channels = 1;   ///< values per position, or elements of the vector

  bool isVector() const { return positions == 0; }
  /// Throws Error(Mismatch) if the number is too large; see CheckedSize.h.
  std::size_t values() const { return isVector() ? channels : checkedProduct(positions, channels); }
  std::string text() const {  ///< "903 × 8" or "32"
    return isVector() ? std::to_string(channels) : std::to_string(positions) + " × " + std::to_string(channels);
  }
  bool operator==(const Shape&) const = default;
};

}  // namespace maury::network
