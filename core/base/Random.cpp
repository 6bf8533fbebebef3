// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Random.h"

#include <cmath>
#include <numbers>

namespace maury {

std::uint64_t hashText(std::string_view text, std::uint64_t seed) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325ull ^ splitMix64(seed);
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3ull;
  }
  return splitMix64(hash);
}

std::uint64_t Random::next() noexcept {
  const std::uint64_t value = splitMix64(m_state);
  m_state += 0x9E3779B97F4A7C15ull;
  return value;
}

double Random::uniform() noexcept {
  return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double Random::uniform(double low, double high) noexcept {
  return low + (high - low) * uniform();
}

double Random::gaussian() noexcept {
  if (m_hasSpare) {
    m_hasSpare = false;
    return m_spare;
  }
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));  // 1 − u is exact and never 0
  const double angle = 2.0 * std::numbers::pi * uniform();
  m_spare = radius * std::sin(angle);
  m_hasSpare = true;
  return radius * std::cos(angle);
}

std::uint64_t Random::below(std::uint64_t bound) noexcept {
  // The bias of a plain modulo is below 2⁻³² for every bound used here (counts of stars).
  return next() % bound;
}

}  // namespace maury
