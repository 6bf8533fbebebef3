// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace maury::mock {

/// A number and its derivatives with respect to N variables: forward-mode automatic differentiation, exact to rounding.
template <std::size_t N>
struct Dual {
  double value = 0.0;
  std::array<double, N> slope{};

  Dual() = default;
  Dual(double constant) : value(constant) {}  // implicit: a constant has zero slope
  static Dual variable(double value, std::size_t index) {
    Dual out(value);
    out.slope[index] = 1.0;
    return out;
  }

  /// Returns f(this) by the chain rule, from f and f′ at this value.
  Dual chain(double f, double derivative) const {
    Dual out(f);
    for (std::size_t i = 0; i < N; ++i)
      out.slope[i] = derivative * slope[i];
    return out;
  }

  Dual operator-() const { return chain(-value, -1.0); }
  Dual& operator+=(const Dual& other) {
    value += other.value;
    for (std::size_t i = 0; i < N; ++i)
      slope[i] += other.slope[i];
    return *this;
  }
  friend Dual operator+(Dual a, const Dual& b) { return a += b; }
  friend Dual operator-(const Dual& a, const Dual& b) { return a + -b; }
  friend Dual operator*(const Dual& a, const Dual& b) {
    Dual out(a.value * b.value);
    for (std::size_t i = 0; i < N; ++i)
      out.slope[i] = a.slope[i] * b.value + a.value * b.slope[i];
    return out;
  }
  friend Dual operator/(const Dual& a, const Dual& b) { return a * b.chain(1.0 / b.value, -1.0 / (b.value * b.value)); }
};

template <std::size_t N>
Dual<N> exp(const Dual<N>& x) {
  const double e = std::exp(x.value);
  return x.chain(e, e);
}
template <std::size_t N>
Dual<N> expm1(const Dual<N>& x) {
  return x.chain(std::expm1(x.value), std::exp(x.value));
}
template <std::size_t N>
Dual<N> log(const Dual<N>& x) {
  return x.chain(std::log(x.value), 1.0 / x.value);
}
template <std::size_t N>
Dual<N> sqrt(const Dual<N>& x) {
  const double root = std::sqrt(x.value);
  return x.chain(root, 0.5 / root);
}

inline double valueOf(double x) {
  return x;
}
template <std::size_t N>
double valueOf(const Dual<N>& x) {
  return x.value;
}

/// Returns 10^x of a number or a dual.
template <class T>
T power10(const T& x) {
  using std::exp;
  return exp(T(2.302585092994046) * x);
}
/// Returns log₁₀ x of a number or a dual.
template <class T>
T log10Of(const T& x) {
  using std::log;
  return log(x) * T(0.4342944819032518);
}

}  // namespace maury::mock
