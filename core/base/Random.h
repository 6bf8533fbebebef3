// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace maury {

/// Returns the output of one step of SplitMix64 (Steele, Lea & Flood 2014), a bijective mixing function, for state `x`.
constexpr std::uint64_t splitMix64(std::uint64_t x) noexcept {
  x += 0x9E3779B97F4A7C15ull;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

/// Returns a 64-bit hash of a string that is the same on every machine: FNV-1a, mixed with the seed by splitMix64().
std::uint64_t hashText(std::string_view text, std::uint64_t seed) noexcept;

/// Random number generator with the same numbers on every machine and standard library: one SplitMix64 sequence for
/// each (seed, stream), so that star i of a mock is the same on whichever thread it is made. Not thread-safe; cheap to
/// construct.
class Random {
public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) noexcept
      : m_state(splitMix64(splitMix64(seed) ^ (stream * 0xD1B54A32D192ED03ull))) {}

  std::uint64_t next() noexcept;
  double uniform() noexcept;                          ///< uniform in [0, 1)
  double uniform(double low, double high) noexcept;   ///< uniform in [low, high)
  double gaussian() noexcept;                         ///< Gaussian of mean 0 and standard deviation 1 (Box–Muller)
  std::uint64_t below(std::uint64_t bound) noexcept;  ///< uniform integer in [0, bound); bound > 0

private:
  std::uint64_t m_state;
  double m_spare = 0.0;
  bool m_hasSpare = false;
};

}  // namespace maury
