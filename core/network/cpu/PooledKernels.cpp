// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/cpu/PooledKernels.h"

#include <algorithm>
#include <type_traits>

// Small loops over registers must be unrolled whole, or the registers become memory.
#define MAURY_UNROLL _Pragma("GCC unroll 32")

namespace maury::network {

namespace {

std::int64_t roundedUp(std::int64_t count, std::int64_t lanes) {
  return (count + lanes - 1) / lanes * lanes;
}

/// Pooled positions that are convolved before they are pooled: some that stay in the first cache.
std::int64_t pooledAtOnce(const PooledShape& shape) {
  constexpr std::int64_t kPositions = 96;
  return std::max<std::int64_t>(kPositions / shape.pool, 1);
}

/// A position is less than a vector.
bool isNarrow(const PooledShape& shape, std::int64_t lanes) {
  return shape.channels < lanes;
}

/// Floats of a row that packInput() writes.
std::int64_t inputRow(const PooledShape& shape, std::int64_t lanes) {
  return roundedUp(shape.taps() + (isNarrow(shape, lanes) ? (shape.pool - 1) * shape.channels : 0), lanes);
}

namespace baseline {
constexpr int kLanes = 4, kSums = 12;
#include "network/cpu/PooledKernels.inc"
}  // namespace baseline

// Clang has another way to say so; it makes the fuzzers only.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define MAURY_HAS_VECTOR_KERNELS
#pragma GCC push_options
#pragma GCC target("avx2,fma")
namespace avx2 {
constexpr int kLanes = 8, kSums = 12;
#include "network/cpu/PooledKernels.inc"
}  // namespace avx2
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,fma")
namespace avx512 {
constexpr int kLanes = 16, kSums = 24;
#include "network/cpu/PooledKernels.inc"
}  // namespace avx512
#pragma GCC pop_options
#endif

std::vector<PooledKernels> runnable() {
  std::vector<PooledKernels> found;
#ifdef MAURY_HAS_VECTOR_KERNELS
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    found.push_back(avx512::kernels("AVX-512"));
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) found.push_back(avx2::kernels("AVX2"));
#endif
  found.push_back(baseline::kernels("baseline"));
  return found;
}

}  // namespace

std::int64_t PooledKernels::forwardWeights(const PooledShape& shape) const {
  return roundedUp(shape.filters, lanes) * (shape.taps() + 1);
}

std::int64_t PooledKernels::forwardScratch(const PooledShape& shape) const {
  return roundedUp(shape.filters, lanes) * pooledAtOnce(shape) * shape.pool;
}

std::int64_t PooledKernels::inputWeights(const PooledShape& shape) const {
  return inputRow(shape, lanes) * shape.filters * (isNarrow(shape, lanes) ? shape.pool : 1);
}

std::int64_t PooledKernels::tapsInVectors(const PooledShape& shape) const {
  return roundedUp(shape.taps(), lanes);
}

bool PooledKernels::sorts(const PooledShape& shape) const {
  return !isNarrow(shape, lanes);
}

void sortChoices(const PooledShape& shape, const std::int32_t* chosen, std::int32_t* sorted, std::int32_t* counts) {
  const auto filters = static_cast<std::int32_t>(shape.filters), pool = static_cast<std::int32_t>(shape.pool);
  for (std::int64_t q = 0; q < shape.pooled(); ++q, chosen += filters) {
    // Pools are small: to look for each choice costs less than to count first, for no step waits for memory.
    for (std::int32_t j = 0; j < pool; ++j) {
      std::int32_t count = 0;
      for (std::int32_t f = 0; f < filters; ++f) {
        sorted[count] = f;  // stays if it is one, else the next takes its place
        count += chosen[f] == j ? 1 : 0;
      }
      sorted += count;
      *counts++ = count;
    }
  }
}

const std::vector<PooledKernels>& pooledKernels() {
  static const std::vector<PooledKernels> all = runnable();
  return all;
}

}  // namespace maury::network
