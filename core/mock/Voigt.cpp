// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/Voigt.h"

#include <array>
#include <cmath>
#include <numbers>

namespace maury::mock {

namespace {

constexpr std::size_t kNodes = 802;
constexpr double kNodeStep = 0.01;

/// Dawson's integral D(u) from its differential equation D′ = 1 − 2uD by steps of Runge and Kutta.
struct DawsonTable {
  std::array<double, kNodes> value{};
  DawsonTable() {
    constexpr int kSteps = 10;
    const auto slope = [](double u, double d) { return 1.0 - 2.0 * u * d; };
    double d = 0.0, u = 0.0;
    const double h = kNodeStep / kSteps;
    for (std::size_t i = 1; i < kNodes; ++i) {
      for (int step = 0; step < kSteps; ++step, u += h) {
        const double k1 = slope(u, d), k2 = slope(u + h / 2, d + h / 2 * k1), k3 = slope(u + h / 2, d + h / 2 * k2),
                     k4 = slope(u + h, d + h * k3);
        d += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
      }
      value[i] = d;
    }
  }
};

double dawson(double u) {
  static const DawsonTable table;
  const double at = u / kNodeStep;
  const auto i = static_cast<std::size_t>(at);
  if (i + 1 >= kNodes) {
    const double y = 0.5 / (u * u);
    return 0.5 / u * (1.0 + y * (1.0 + 3.0 * y * (1.0 + 5.0 * y)));
  }
  // Cubic Hermite interpolation, for the slopes are known.
  const double t = at - static_cast<double>(i), left = static_cast<double>(i) * kNodeStep;
  const double d0 = table.value[i], d1 = table.value[i + 1];
  const double s0 = kNodeStep * (1.0 - 2.0 * left * d0), s1 = kNodeStep * (1.0 - 2.0 * (left + kNodeStep) * d1);
  return d0 + t * (s0 + t * (3.0 * (d1 - d0) - 2.0 * s0 - s1 + t * (2.0 * (d0 - d1) + s0 + s1)));
}

}  // namespace

VoigtPoint voigt(double a, double u) {
  const double x = std::abs(u), sign = u < 0.0 ? -1.0 : 1.0;
  constexpr double kTwo = 2.0 * std::numbers::inv_sqrtpi;
  const double h0 = std::exp(-x * x), h2 = (1.0 - 2.0 * x * x) * h0;
  double h1, slope1;
  if (x < kVoigtCore) {
    const double d = dawson(x);
    h1 = kTwo * (2.0 * x * d - 1.0);
    slope1 = kTwo * 2.0 * (d + x * (1.0 - 2.0 * x * d));
  } else {  // the wings, as 1/u² and four terms, so that they meet the core smoothly
    const double y = 1.0 / (x * x);
    h1 = std::numbers::inv_sqrtpi * y * (1.0 + 1.5 * y * (1.0 + 2.5 * y * (1.0 + 3.5 * y)));
    slope1 = -std::numbers::inv_sqrtpi * 2.0 * y / x * (1.0 + 3.0 * y * (1.0 + 3.75 * y * (1.0 + 14.0 / 3.0 * y)));
  }
  return {h0 + a * (h1 + a * h2), h1 + 2.0 * a * h2,
          sign * (-2.0 * x * h0 + a * (slope1 + a * h0 * (4.0 * x * x * x - 6.0 * x)))};
}

const VoigtTerms* voigtTable() {
  static const auto table = [] {
    std::array<VoigtTerms, 603> out;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double u = static_cast<double>(i) * static_cast<double>(kVoigtStep);
      const double h0 = std::exp(-u * u);
      const double h1 = voigt(1.0, u).value - h0 - (1.0 - 2.0 * u * u) * h0;
      out[i] = {static_cast<float>(h0), static_cast<float>(h1)};
    }
    return out;
  }();
  return table.data();
}

}  // namespace maury::mock
