// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace maury::network {

/// Shape of a convolution along one axis (stride 1, no padding) that is followed by the maximum of each `pool`
/// neighbouring positions and a leaky ReLU. Spectra are stored position by position, with the channels of a position
/// next to each other.
struct PooledShape {
  std::int64_t positions = 0, channels = 0;  ///< of the input: P × C
  std::int64_t filters = 0, kernel = 0, pool = 0;
  float slope = 0.0F;  ///< of the activation below 0; not negative

  std::int64_t taps() const { return kernel * channels; }
  std::int64_t pooled() const { return (positions - kernel + 1) / pool; }  ///< positions of the output, Q
};

/// Position, of the `pool` candidates, that each filter has chosen (Q × F), and the same in sorted order: for each
/// pooled position the filters in the order of their choices (Q × F), and how many filters made each choice (Q × pool).
/// The sorted order is only read if PooledKernels::needsSortedChoices().
struct PooledChoices {
  const std::int32_t *chosen = nullptr, *sorted = nullptr, *counts = nullptr;
};
/// Sorts `chosen`. `sorted` needs space for one number more than Q × F.
void sortChoices(const PooledShape& shape, const std::int32_t* chosen, std::int32_t* sorted, std::int32_t* counts);

/// Loops of such a layer for one spectrum, compiled for one set of vector instructions. Results do not depend on the
/// number of threads or on earlier calls; sets of instructions agree within rounding. Weights are rows of taps,
/// F × (K C). Some buffers are padded to whole vectors: their sizes, in floats, are returned here. Thread-safe.
struct PooledKernels {
  const char* name;    ///< Highway's name of the set of instructions
  std::int64_t lanes;  ///< floats of a vector; x and its gradient need space for as many more at the end

  std::int64_t forwardWeights(const PooledShape& shape) const;  ///< size of what packForward() writes
  std::int64_t forwardScratch(const PooledShape& shape) const;
  std::int64_t inputWeights(const PooledShape& shape) const;  ///< size of what packInput() writes
  std::int64_t paddedTaps(const PooledShape& shape) const;    ///< size of a row of the weights' gradient
  bool needsSortedChoices(const PooledShape& shape) const;    ///< addInputGradient() reads the sorted choices

  void (*packForward)(const PooledShape& shape, const float* weights, const float* bias, float* packed);
  void (*packInput)(const PooledShape& shape, const float* weights, float* packed);

  /// Computes the output (Q × F) from x (P × C) and, unless null, the position that each maximum comes from (Q × F).
  void (*forward)(const PooledShape& shape, const float* x, const float* packed, float* activated, std::int32_t* chosen,
                  float* scratch);
  /// Computes the gradient (Q × F) to the value before the activation from the gradient to the output.
  void (*activationGradient)(const PooledShape& shape, const float* gradient, const float* activated, float* before);
  /// Adds the gradient to x (P × C, and a vector more) to xGradient.
  void (*addInputGradient)(const PooledShape& shape, const float* before, const PooledChoices& choices,
                           const float* packed, float* xGradient);
  /// Adds the gradient to the weights (F × paddedTaps()) to weightGradient.
  void (*addWeightGradient)(const PooledShape& shape, const float* before, const std::int32_t* chosen, const float* x,
                            float* weightGradient);
};

/// Returns the kernels of every set of instructions that this processor can run, the fastest first.
const std::vector<PooledKernels>& pooledKernels();

}  // namespace maury::network
