// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <numbers>

namespace maury::mock {

/// Returns e^−x for x ≥ 0 within 2e-5; unlike std::exp it vectorises. Numbers is float or an xsimd batch of floats.
template <class Numbers>
[[gnu::always_inline]] inline Numbers expMinus(Numbers x) {
  const Numbers y = x * (1.0F / 64.0F);
  Numbers out = 1.0F + y * (1.0F + y * (0.5F + y * (1.0F / 6.0F)));
  for (int i = 0; i < 6; ++i)
    out *= out;
  return 1.0F / out;
}
inline double expMinus(double x) {
  return std::exp(-x);
}

/// Shapes of the Voigt function H(a, u) = H₀ + a H₁ + a² H₂ with H(0, 0) = 1: the expansion of Harris (1948, ApJ 108,
/// 112), accurate to 1 % of the peak for a < 0.25. `w…` is −u times the slope of each shape.
template <class Real>
struct VoigtShape {
  Real h0, h1, h2, w0, w1, w2;
};
inline constexpr double kVoigtCore = 6.0;  ///< in Doppler widths; beyond it only H₁ matters, and equals voigtWing()

/// Evaluates the shapes for |u| ≤ kVoigtCore. H₁ uses Dawson's integral, here a rational function accurate to 4e-6.
/// Always inlined, so that loops vectorise over pixels.
template <class Real>
[[gnu::always_inline]] inline VoigtShape<Real> voigtCore(Real u) {
  const Real q = u * u;
  const auto c = [](double constant) { return static_cast<Real>(constant); };
  const Real above =
      1 + q * (c(0.1049934947) +
               q * (c(0.0424060604) + q * (c(0.0072644182) + q * (c(0.0005064034) + q * c(0.0001789971)))));
  const Real below =
      1 + q * (c(0.7715471019) +
               q * (c(0.2909738639) +
                    q * (c(0.0694555761) + q * (c(0.0140005442) + q * (c(0.0008327945) + q * c(0.0003579942))))));
  const Real ud = q * above / below;  // u × Dawson's integral
  const Real h0 = expMinus(q);
  VoigtShape<Real> out;
  out.h0 = h0;
  out.h1 = c(2.0 * std::numbers::inv_sqrtpi) * (2 * ud - 1);
  out.h2 = (1 - 2 * q) * h0;
  out.w0 = 2 * q * h0;
  const Real aboveSlope =
      c(0.1049934947) + q * (c(0.0848121208) + q * (c(0.0217932546) + q * (c(0.0020256136) + q * c(0.0008949855))));
  const Real belowSlope =
      c(0.7715471019) +
      q * (c(0.5819477278) +
           q * (c(0.2083667283) + q * (c(0.0560021752) + q * (c(0.0041639725) + q * c(0.0021479652)))));
  out.w1 = c(-8.0 * std::numbers::inv_sqrtpi) * q * (above + q * aboveSlope - ud * belowSlope) / below;
  out.w2 = (6 - 4 * q) * q * h0;
  return out;
}

/// Returns H₁ in the wings: 1/u² and three more terms, which make it join the core smoothly.
template <class Real>
Real voigtWing(Real u) {
  const Real y = Real(1) / (u * u);
  return Real(std::numbers::inv_sqrtpi) * y *
         (Real(1) + Real(1.5) * y * (Real(1) + Real(2.5) * y * (Real(1) + Real(3.5) * y)));
}
/// Returns −u times the derivative of voigtWing().
template <class Real>
Real voigtWingWidening(Real u) {
  const Real y = Real(1) / (u * u);
  return Real(2.0 * std::numbers::inv_sqrtpi) * y *
         (Real(1) + Real(3) * y * (Real(1) + Real(3.75) * y * (Real(1) + Real(14.0 / 3.0) * y)));
}

}  // namespace maury::mock
