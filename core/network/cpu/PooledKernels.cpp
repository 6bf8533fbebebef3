// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/cpu/PooledKernels.h"

#include <algorithm>
#include <type_traits>

namespace maury::network {

namespace {

std::int64_t roundedUp(std::int64_t count, std::int64_t lanes) {
  return (count + lanes - 1) / lanes * lanes;
}

/// Returns the number of pooled positions that are convolved before they are pooled: as many as fit in the L1 cache.
std::int64_t pooledInBlock(const PooledShape& shape) {
  constexpr std::int64_t kPositions = 96;
  return std::max<std::int64_t>(kPositions / shape.pool, 1);
}

/// Returns true if a position has fewer channels than a vector has lanes.
bool isNarrow(const PooledShape& shape, std::int64_t lanes) {
  return shape.channels < lanes;
}

/// Returns the length of a row that packInput() writes, in floats.
std::int64_t inputRow(const PooledShape& shape, std::int64_t lanes) {
  return roundedUp(shape.taps() + (isNarrow(shape, lanes) ? (shape.pool - 1) * shape.channels : 0), lanes);
}

}  // namespace

}  // namespace maury::network

// The kernels use arrays of vectors, whose size must be known at compile time. This excludes vectors of variable
// length.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#define HWY_TARGET_INCLUDE "network/cpu/PooledKernels.inc"
#include <hwy/foreach_target.h>  // includes the kernels for each set of instructions except the lowest
// This includes them for the lowest.
#include "network/cpu/PooledKernels.inc"

namespace maury::network {

namespace {

HWY_EXPORT(kernels);

std::vector<PooledKernels> runnableKernels() {
  std::vector<PooledKernels> found;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::GetChosenTarget().Update(target);
    found.push_back(HWY_DYNAMIC_DISPATCH(kernels)());
  }
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  return found;
}

}  // namespace

std::int64_t PooledKernels::forwardWeights(const PooledShape& shape) const {
  return roundedUp(shape.filters, lanes) * (shape.taps() + 1);
}

std::int64_t PooledKernels::forwardScratch(const PooledShape& shape) const {
  return roundedUp(shape.filters, lanes) * pooledInBlock(shape) * shape.pool;
}

std::int64_t PooledKernels::inputWeights(const PooledShape& shape) const {
  return inputRow(shape, lanes) * shape.filters * (isNarrow(shape, lanes) ? shape.pool : 1);
}

std::int64_t PooledKernels::paddedTaps(const PooledShape& shape) const {
  return roundedUp(shape.taps(), lanes);
}

bool PooledKernels::needsSortedChoices(const PooledShape& shape) const {
  return !isNarrow(shape, lanes);
}

void sortChoices(const PooledShape& shape, const std::int32_t* chosen, std::int32_t* sorted, std::int32_t* counts) {
  const auto filters = static_cast<std::int32_t>(shape.filters), pool = static_cast<std::int32_t>(shape.pool);
  for (std::int64_t q = 0; q < shape.pooled(); ++q, chosen += filters) {
    // Pools are small: scanning once per choice beats a counting sort, whose steps wait for memory.
    for (std::int32_t j = 0; j < pool; ++j) {
      std::int32_t count = 0;
      for (std::int32_t f = 0; f < filters; ++f) {
        sorted[count] = f;  // overwritten by the next filter unless this one has chosen j
        count += chosen[f] == j ? 1 : 0;
      }
      sorted += count;
      *counts++ = count;
    }
  }
}

const std::vector<PooledKernels>& pooledKernels() {
  static const std::vector<PooledKernels> all = runnableKernels();
  return all;
}

}  // namespace maury::network
