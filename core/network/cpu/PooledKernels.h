// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace maury::network {

/// A convolution along one axis (stride 1, no padding), the largest of each `pool` neighbouring positions, and a leaky
/// ReLU. Spectra lie position by position, the channels of a position side by side.
struct PooledShape {
  std::int64_t positions = 0, channels = 0;  ///< that go in: P × C
  std::int64_t filters = 0, kernel = 0, pool = 0;
  float slope = 0.0F;  ///< of the activation below 0; not negative

  std::int64_t taps() const { return kernel * channels; }
  std::int64_t pooled() const { return (positions - kernel + 1) / pool; }  ///< positions that come out, Q
};

/// Which of its `pool` positions each filter has chosen, Q × F, and the same by choice: at each pooled position the
/// filters in the order of their choices, Q × F, and how many made each, Q × pool (both where toInput() needs them).
struct PooledChoices {
  const std::int32_t *chosen = nullptr, *sorted = nullptr, *counts = nullptr;
};
/// `sorted` needs room for one more.
void sortChoices(const PooledShape& shape, const std::int32_t* chosen, std::int32_t* sorted, std::int32_t* counts);

/// The loops of such a layer for one spectrum, with one set of vector instructions. A position sees neighbouring
/// numbers of x, so that the convolution is a product of matrices whose rows overlap: sums stay in registers and no
/// position is written before the pool. Of the gradients only the position that the pool has chosen takes part, one of
/// `pool`. Weights are rows of taps, F × (K C). What is written for vectors is wider than the layer: sizes in floats
/// are given here. All are thread-safe.
struct PooledKernels {
  const char* name;
  std::int64_t lanes;  ///< floats of a vector; x and its gradient need as many more at the end

  std::int64_t forwardWeights(const PooledShape& shape) const;  ///< size of what packForward() writes
  std::int64_t forwardScratch(const PooledShape& shape) const;
  std::int64_t inputWeights(const PooledShape& shape) const;  ///< size of what packInput() writes
  bool sorts(const PooledShape& shape) const;                 ///< toInput() takes the sorted choices
  std::int64_t tapsInVectors(const PooledShape& shape) const;

  void (*packForward)(const PooledShape& shape, const float* weights, const float* bias, float* packed);
  void (*packInput)(const PooledShape& shape, const float* weights, float* packed);

  /// x (P × C) gives activated (Q × F) and, unless null, which of its `pool` positions each is (Q × F).
  void (*forward)(const PooledShape& shape, const float* x, const float* packed, float* activated, std::int32_t* chosen,
                  float* scratch);
  /// gradient (Q × F) of what came out, before the activation.
  void (*throughActivation)(const PooledShape& shape, const float* gradient, const float* activated, float* before);
  /// Adds the gradient to x, P × C and a vector more, to xGradient.
  void (*toInput)(const PooledShape& shape, const float* before, const PooledChoices& choices, const float* packed,
                  float* xGradient);
  /// Adds the gradient to the weights, F rows of tapsInVectors(), to weightGradient.
  void (*toWeights)(const PooledShape& shape, const float* before, const std::int32_t* chosen, const float* x,
                    float* weightGradient);
};

/// Those that this processor can run, the fastest first.
const std::vector<PooledKernels>& pooledKernels();

}  // namespace maury::network
