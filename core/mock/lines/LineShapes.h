// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Adds lines of given strength, damping and width to the pixels. Included by LineOpacity.cpp and HydrogenLines.h only.
//
// Idea: all layers of a star share one Doppler width per element, that of kLineLayer. The shapes H₀, H₁ and H₂ of a
// line (Voigt.h) are then the same in all layers, and are evaluated once per pixel. Strength and damping differ between
// layers; they are the coefficients of the shapes (Factors).
// Layout: the values of a pixel are contiguous, row by row: the opacity in kLayers layers, then, for derivatives, the
// derivative with respect to each label in kLayers layers. The inner loop over these values vectorises.
// Parts: within kVoigtCore widths of the centre all three shapes count, beyond only H₁; CN lines are Gaussians (H₀).
// Cost: lines × pixels within their reach × values per pixel.

#include <array>
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <vector>

#include "mock/Atmosphere.h"
#include "mock/lines/Voigt.h"
#include "mock/stars/StellarParameters.h"

namespace maury::mock::lines {

/// Wings that extend over the whole window vary slowly, so they are computed on every fourth pixel and interpolated.
constexpr std::size_t kStride = 4;

using LabelDual = Dual<kMockLabels>;

/// Accumulator type, and values per layer: the opacity and its derivatives, if any.
template <class T>
struct AccumulatorTraits;
template <>
struct AccumulatorTraits<float> {
  using Real = float;
  static constexpr std::size_t rows = 1;
};
template <>
struct AccumulatorTraits<LabelDual> {
  using Real = double;
  static constexpr std::size_t rows = 1 + kMockLabels;
};
template <class T>
using Real = typename AccumulatorTraits<T>::Real;
template <class T>
constexpr std::size_t kRows = AccumulatorTraits<T>::rows;
template <class T>
constexpr bool kHasDerivatives = kRows<T> != 1;
template <class T>
constexpr std::size_t kValuesPerPixel = kRows<T>* kLayers;  ///< number of values per pixel

/// Returns the value (row 0) or the derivative with respect to label row − 1.
inline Real<float> rowOf(float x, std::size_t) {
  return x;
}
inline Real<LabelDual> rowOf(const LabelDual& x, std::size_t row) {
  return row == 0 ? x.value : x.slope[row - 1];
}
/// Converts from the precision of the atmosphere to that of the opacity: the fast path continues in float.
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

/// Coefficients of the shapes H₀, H₁ and H₂ of a line for each value of a pixel: strength × 1, a, a² (a: the damping).
/// The `…Width` arrays are the coefficients of −u dH/du, by which the shapes change with the line's width.
template <class T>
struct Factors {
  using Values = std::array<Real<T>, kValuesPerPixel<T>>;
  Values plain, damped, dampedSquared;
  Values plainWidth, dampedWidth, dampedSquaredWidth;  ///< for derivatives only
};

template <class T>
Factors<T> factorsOf(const Column<T>& strength, const Column<T>& damping, const T& width) {
  Factors<T> out;
  for (std::size_t k = 0; k < kLayers; ++k) {
    const T damped = strength[k] * damping[k], dampedSquared = damped * damping[k];
    for (std::size_t row = 0; row < kRows<T>; ++row) {
      const std::size_t index = row * kLayers + k;
      out.plain[index] = rowOf(strength[k], row);
      out.damped[index] = rowOf(damped, row);
      out.dampedSquared[index] = rowOf(dampedSquared, row);
      if constexpr (kHasDerivatives<T>) {
        const auto widening = row == 0 ? 0.0 : rowOf(width, row) / valueOf(width);
        out.plainWidth[index] = valueOf(strength[k]) * widening;
        out.dampedWidth[index] = valueOf(damped) * widening;
        out.dampedSquaredWidth[index] = valueOf(dampedSquared) * widening;
      }
    }
  }
  return out;
}

/// Shapes of a line at a run of pixels, and −u times their slopes if derivatives are needed.
template <class R>
struct Shapes {
  std::vector<R> h0, h1, h2, w0, w1, w2;
  void resize(std::size_t count) {
    for (auto* shape : {&h0, &h1, &h2, &w0, &w1, &w2})
      if (shape->size() < count) shape->resize(count);
  }
};

/// Adds the part of a line where only H₁ matters: pixels `from` to `to` of the run, which starts at `out`.
template <class T>
void addWing(const Factors<T>& line, const Shapes<Real<T>>& shapes, std::size_t from, std::size_t to,
             Real<T>* __restrict out) {
  const auto damped = line.damped;
  for (std::size_t i = from; i < to; ++i) {
    const Real<T> h1 = shapes.h1[i];
    Real<T>* __restrict pixel = out + i * kValuesPerPixel<T>;
    if constexpr (kHasDerivatives<T>) {
      const Real<T> w1 = shapes.w1[i];
#pragma omp simd
      for (std::size_t j = 0; j < kValuesPerPixel<T>; ++j)
        pixel[j] += damped[j] * h1 + line.dampedWidth[j] * w1;
    } else {
#pragma omp simd
      for (std::size_t j = 0; j < kValuesPerPixel<T>; ++j)
        pixel[j] += damped[j] * h1;
    }
  }
}

/// Adds the core of a line, with all three shapes.
template <class T>
void addCore(const Factors<T>& line, const Shapes<Real<T>>& shapes, std::size_t from, std::size_t to,
             Real<T>* __restrict out) {
  const auto plain = line.plain, damped = line.damped, dampedSquared = line.dampedSquared;
  for (std::size_t i = from; i < to; ++i) {
    const Real<T> h0 = shapes.h0[i], h1 = shapes.h1[i], h2 = shapes.h2[i];
    Real<T>* __restrict pixel = out + i * kValuesPerPixel<T>;
    if constexpr (kHasDerivatives<T>) {
      const Real<T> w0 = shapes.w0[i], w1 = shapes.w1[i], w2 = shapes.w2[i];
#pragma omp simd
      for (std::size_t j = 0; j < kValuesPerPixel<T>; ++j)
        pixel[j] += plain[j] * h0 + damped[j] * h1 + dampedSquared[j] * h2 + line.plainWidth[j] * w0 +
                    line.dampedWidth[j] * w1 + line.dampedSquaredWidth[j] * w2;
    } else {
#pragma omp simd
      for (std::size_t j = 0; j < kValuesPerPixel<T>; ++j)
        pixel[j] += plain[j] * h0 + damped[j] * h1 + dampedSquared[j] * h2;
    }
  }
}

/// Evaluates the shapes of a line. `from` and `to` delimit the pixels within kVoigtCore widths of the centre.
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

/// Adds a line with a Gaussian profile, without wings.
template <class T>
void addGaussian(const Column<T>& strength, const T& width, double firstU, double stepU, std::size_t count,
                 Shapes<Real<T>>& shapes, Real<T>* __restrict out) {
  using R = Real<T>;
  shapes.resize(count);
  const auto first = static_cast<R>(firstU), step = static_cast<R>(stepU);
  R* __restrict h0 = shapes.h0.data();
  for (std::size_t i = 0; i < count; ++i) {
    const R u = first + step * static_cast<R>(static_cast<int>(i));
    h0[i] = expMinus(u * u);
    if constexpr (kHasDerivatives<T>) shapes.w0[i] = 2 * u * u * h0[i];
  }
  std::array<R, kValuesPerPixel<T>> plain, widening;
  for (std::size_t row = 0; row < kRows<T>; ++row) {
    for (std::size_t k = 0; k < kLayers; ++k) {
      plain[row * kLayers + k] = rowOf(strength[k], row);
      if constexpr (kHasDerivatives<T>)
        widening[row * kLayers + k] = row == 0 ? 0 : valueOf(strength[k]) * rowOf(width, row) / valueOf(width);
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    R* __restrict pixel = out + i * kValuesPerPixel<T>;
    const R shape = h0[i];
#pragma omp simd
    for (std::size_t j = 0; j < kValuesPerPixel<T>; ++j)
      pixel[j] += plain[j] * shape;
    if constexpr (kHasDerivatives<T>)
      for (std::size_t j = kLayers; j < kValuesPerPixel<T>; ++j)
        pixel[j] += widening[j] * shapes.w0[i];
  }
}

}  // namespace maury::mock::lines
