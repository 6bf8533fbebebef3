// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace maury::network {

/// Largest number of filters or units, and largest kernel or pool width in pixels. Keeps products of sizes from
/// overflowing.
inline constexpr int kLargestLayer = 1 << 16;

/// Description of a parameter of a layer kind, shared by the JSON, the range checks and the layer table of the window.
/// A kind lists its parameters in visitParameters(self, visit), which calls visit(LayerParameter, self.member) for
/// each; the member is an int, a double or a bool.
struct LayerParameter {
  const char* key;     ///< key in JSON
  const char* column;  ///< heading in the layer table of the window; kinds with the same heading share a column
  const char* help;
  double low = 0.0, high = 0.0;  ///< limits of a number
  bool highAllowed = true;       ///< true if `high` itself is valid
};

}  // namespace maury::network
