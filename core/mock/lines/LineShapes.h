// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// For LineOpacity.cpp and HydrogenLines.h only: what a line of given strength, damping and width adds to the pixels.

#include <array>
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <vector>

#include "mock/Atmosphere.h"
#include "mock/lines/Voigt.h"
#include "mock/stars/StellarParameters.h"

namespace maury::mock::lines {

/// Wings that fill the window vary slowly: they are made on every fourth pixel, and straight in between.
constexpr std::size_t kStride = 4;

using LabelDual = Dual<kMockLabels>;

/// In which the opacity is summed up, and how many values a layer has: it, and its derivatives.
template <class T>
struct Kept;
template <>
struct Kept<float> {
  using Real = float;
  static constexpr std::size_t rows = 1;
};
template <>
struct Kept<LabelDual> {
  using Real = double;
  static constexpr std::size_t rows = 1 + kMockLabels;
};
template <class T>
using Real = typename Kept<T>::Real;
template <class T>
constexpr std::size_t kRows = Kept<T>::rows;
template <class T>
constexpr bool kSlopes = kRows<T> != 1;
template <class T>
constexpr std::size_t kWide = kRows<T>* kLayers;  ///< values a pixel

inline Real<float> rowOf(float x, std::size_t) {
  return x;
}
inline Real<LabelDual> rowOf(const LabelDual& x, std::size_t row) {
  return row == 0 ? x.value : x.slope[row - 1];
}
/// The fast path leaves double precision once the star is solved.
inline void narrow(double from, float& to) {
  to = static_cast<float>(from);
}
inline void narrow(const LabelDual& from, LabelDual& to) {
  to = from;
}
inline float valueOf(float x) {
  return x;
}
using mock::valueOf;

/// What H₀, H₁ and H₂ of a line's profile are multiplied by for each value of a pixel: opacity × 1, a, a²; and what −u
/// times their slopes are, as the line's width goes with a label.
template <class T>
struct Factors {
  using Values = std::array<Real<T>, kWide<T>>;
  Values plain, damped, twice;
  Values plainWidth, dampedWidth, twiceWidth;  ///< of derivatives alone
};

template <class T>
Factors<T> factorsOf(const Column<T>& strength, const Column<T>& damping, const T& width) {
  Factors<T> out;
  for (std::size_t k = 0; k < kLayers; ++k) {
    const T damped = strength[k] * damping[k], twice = damped * damping[k];
    for (std::size_t row = 0; row < kRows<T>; ++row) {
      const std::size_t at = row * kLayers + k;
      out.plain[at] = rowOf(strength[k], row);
      out.damped[at] = rowOf(damped, row);
      out.twice[at] = rowOf(twice, row);
      if constexpr (kSlopes<T>) {
        const auto widening = row == 0 ? 0.0 : rowOf(width, row) / valueOf(width);
        out.plainWidth[at] = valueOf(strength[k]) * widening;
        out.dampedWidth[at] = valueOf(damped) * widening;
        out.twiceWidth[at] = valueOf(twice) * widening;
      }
    }
  }
  return out;
}

/// A line's shapes at a run of pixels, and −u times their slopes where derivatives are asked for.
template <class R>
struct Shapes {
  std::vector<R> h0, h1, h2, w0, w1, w2;
  void resize(std::size_t count) {
    for (auto* shape : {&h0, &h1, &h2, &w0, &w1, &w2})
      if (shape->size() < count) shape->resize(count);
  }
};

/// Adds the part of a line in which only H₁ counts: pixels `from` to `to` of the run, which starts at `out`.
template <class T>
void addWing(const Factors<T>& line, const Shapes<Real<T>>& shapes, std::size_t from, std::size_t to,
             Real<T>* __restrict out) {
  const auto damped = line.damped;
  for (std::size_t i = from; i < to; ++i) {
    const Real<T> h1 = shapes.h1[i];
    Real<T>* __restrict pixel = out + i * kWide<T>;
    if constexpr (kSlopes<T>) {
      const Real<T> w1 = shapes.w1[i];
#pragma omp simd
      for (std::size_t j = 0; j < kWide<T>; ++j)
        pixel[j] += damped[j] * h1 + line.dampedWidth[j] * w1;
    } else {
#pragma omp simd
      for (std::size_t j = 0; j < kWide<T>; ++j)
        pixel[j] += damped[j] * h1;
    }
  }
}

template <class T>
void addCore(const Factors<T>& line, const Shapes<Real<T>>& shapes, std::size_t from, std::size_t to,
             Real<T>* __restrict out) {
  const auto plain = line.plain, damped = line.damped, twice = line.twice;
  for (std::size_t i = from; i < to; ++i) {
    const Real<T> h0 = shapes.h0[i], h1 = shapes.h1[i], h2 = shapes.h2[i];
    Real<T>* __restrict pixel = out + i * kWide<T>;
    if constexpr (kSlopes<T>) {
      const Real<T> w0 = shapes.w0[i], w1 = shapes.w1[i], w2 = shapes.w2[i];
#pragma omp simd
      for (std::size_t j = 0; j < kWide<T>; ++j)
        pixel[j] += plain[j] * h0 + damped[j] * h1 + twice[j] * h2 + line.plainWidth[j] * w0 +
                    line.dampedWidth[j] * w1 + line.twiceWidth[j] * w2;
    } else {
#pragma omp simd
      for (std::size_t j = 0; j < kWide<T>; ++j)
        pixel[j] += plain[j] * h0 + damped[j] * h1 + twice[j] * h2;
    }
  }
}

/// `from`, `to`: the pixels of the run that are nearer to the centre than kVoigtCore widths.
template <class R>
void shapeLine(double firstU, double stepU, std::size_t count, std::size_t from, std::size_t to, Shapes<R>& out) {
  constexpr bool kWidening = std::is_same_v<R, double>;
  out.resize(count);
  const auto first = static_cast<R>(firstU), step = static_cast<R>(stepU);
  const auto uAt = [&](std::size_t i) { return first + step * static_cast<R>(static_cast<int>(i)); };
  const auto wing = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      out.h1[i] = voigtWing(uAt(i));
    if constexpr (kWidening)
      for (std::size_t i = begin; i < end; ++i)
        out.w1[i] = voigtWingWidening(uAt(i));
  };
  wing(0, from);
  wing(to, count);
  R* __restrict h0 = out.h0.data(), * __restrict h1 = out.h1.data(), * __restrict h2 = out.h2.data();
  for (std::size_t i = from; i < to; ++i) {
    const auto shape = voigtCore(uAt(i));
    h0[i] = shape.h0, h1[i] = shape.h1, h2[i] = shape.h2;
    if constexpr (kWidening) out.w0[i] = shape.w0, out.w1[i] = shape.w1, out.w2[i] = shape.w2;
  }
}

/// Adds a line without wings.
template <class T>
void addGaussian(const Column<T>& strength, const T& width, double firstU, double stepU, std::size_t count,
                 Shapes<Real<T>>& shapes, Real<T>* __restrict out) {
  using R = Real<T>;
  shapes.resize(count);
  const auto first = static_cast<R>(firstU), step = static_cast<R>(stepU);
  R* __restrict h0 = shapes.h0.data();
  for (std::size_t i = 0; i < count; ++i) {
    const R u = first + step * static_cast<R>(static_cast<int>(i));
    h0[i] = fade(u * u);
    if constexpr (kSlopes<T>) shapes.w0[i] = 2 * u * u * h0[i];
  }
  std::array<R, kWide<T>> plain, widening;
  for (std::size_t row = 0; row < kRows<T>; ++row) {
    for (std::size_t k = 0; k < kLayers; ++k) {
      plain[row * kLayers + k] = rowOf(strength[k], row);
      if constexpr (kSlopes<T>)
        widening[row * kLayers + k] = row == 0 ? 0 : valueOf(strength[k]) * rowOf(width, row) / valueOf(width);
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    R* __restrict pixel = out + i * kWide<T>;
    const R shape = h0[i];
#pragma omp simd
    for (std::size_t j = 0; j < kWide<T>; ++j)
      pixel[j] += plain[j] * shape;
    if constexpr (kSlopes<T>)
      for (std::size_t j = kLayers; j < kWide<T>; ++j)
        pixel[j] += widening[j] * shapes.w0[i];
  }
}

}  // namespace maury::mock::lines
