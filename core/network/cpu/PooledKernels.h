// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace maury::network {

/// Shape of a convolution along one axis (stride 1, no padding) followed by a max-pool over `pool` neighbouring
/// positions and a leaky ReLU. Spectra are stored position by position, with the channels of a position contiguous.
struct PooledShape {
  std::int64_t positions = 0, channels = 0;  ///< size of the input: P × C
  std::int64_t filters = 0, kernel = 0, pool = 0;
  float slope = 0.0F;  ///< slope of the activation below zero; not negative

  std::int64_t taps() const { return kernel * channels; }
  std::int64_t pooled() const { return (positions - kernel + 1) / pool; }  ///< number of positions of the output, Q
};

/// Positions that the max-pool has chosen. `chosen` (Q × F): for each filter, which of the `pool` candidates is the
/// maximum. `sorted` (Q × F): for each pooled position, the filters ordered by their choice. `counts` (Q × pool): the
/// number of filters that made each choice. `sorted` and `counts` are read only if PooledKernels::needsSortedChoices().
struct PooledChoices {
  const std::int32_t *chosen = nullptr, *sorted = nullptr, *counts = nullptr;
};
/// Computes `sorted` and `counts` from `chosen`. `sorted` needs space for Q × F + 1 numbers.
void sortChoices(const PooledShape& shape, const std::int32_t* chosen, std::int32_t* sorted, std::int32_t* counts);

/// Loops of such a layer for one spectrum, compiled for one set of vector instructions. Results do not depend on the
/// number of threads or on earlier calls, and agree within rounding between sets of instructions. Weights are rows of
/// taps, F × (K C). Some buffers are padded to whole vectors; member functions return their sizes in floats.
/// Thread-safe.
struct PooledKernels {
  const char* name;    ///< Highway's name of the set of instructions
  std::int64_t lanes;  ///< floats per vector; x and its gradient need space for as many additional floats at the end

  std::int64_t forwardWeights(const PooledShape& shape) const;  ///< size of the output of packForward()
  std::int64_t forwardScratch(const PooledShape& shape) const;
  std::int64_t inputWeights(const PooledShape& shape) const;  ///< size of the output of packInput()
  std::int64_t paddedTaps(const PooledShape& shape) const;    ///< size of a row of the weights' gradient
  bool needsSortedChoices(const PooledShape& shape) const;    ///< true if addInputGradient() reads them

  void (*packForward)(const PooledShape& shape, const float* weights, const float* bias, float* packed);
  void (*packInput)(const PooledShape& shape, const float* weights, float* packed);

  /// Computes the output (Q × F) from x (P × C) and, unless `chosen` is null, the position of each maximum (Q × F).
  void (*forward)(const PooledShape& shape, const float* x, const float* packed, float* activated, std::int32_t* chosen,
                  float* scratch);
  /// Computes the gradient with respect to the values before the activation (`before`, Q × F) from the gradient with
  /// respect to the output.
  void (*activationGradient)(const PooledShape& shape, const float* gradient, const float* activated, float* before);
  /// Adds the gradient with respect to x to xGradient (P × C plus one vector).
  void (*addInputGradient)(const PooledShape& shape, const float* before, const PooledChoices& choices,
                           const float* packed, float* xGradient);
  /// Adds the gradient with respect to the weights to weightGradient (F × paddedTaps()).
  void (*addWeightGradient)(const PooledShape& shape, const float* before, const std::int32_t* chosen, const float* x,
                            float* weightGradient);
};

/// Returns the kernels for every set of instructions that this processor can run, the fastest first.
const std::vector<PooledKernels>& pooledKernels();

}  // namespace maury::network
