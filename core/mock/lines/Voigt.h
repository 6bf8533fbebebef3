// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <numbers>

namespace maury::mock {

/// Returns e^−x for x ≥ 0 within 2e-5; unlike std::exp, in vectors. Numbers is float or an xsimd batch of floats.
template <class Numbers>
[[gnu::always_inline]] inline Numbers fade(Numbers x) {
  const Numbers y = x * (1.0F / 64.0F);
  Numbers out = 1.0F + y * (1.0F + y * (0.5F + y * (1.0F / 6.0F)));
  for (int i = 0; i < 6; ++i)
    out *= out;
  return 1.0F / out;
}
inline double fade(double x) {
  return std::exp(-x);
}

/// The Voigt function is made of three shapes, H(a, u) = H₀ + a H₁ + a² H₂, with H(0, 0) = 1: Harris's expansion (1948,
/// ApJ 108, 112), good to 1 % of the largest for a < 0.25. `w…`: −u times their slopes.
template <class Real>
struct VoigtShape {
  Real h0, h1, h2, w0, w1, w2;
};
inline constexpr double kVoigtCore = 6.0;  ///< from here on H₁ alone counts, and is voigtWing()

/// For |u| ≤ kVoigtCore. Dawson's integral, of which H₁ is made, by a rational function within 4e-6. Inlined, so that
/// loops make several pixels at once.
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
  const Real h0 = fade(q);
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

/// H₁ as 1/u² and three terms more, so that it meets the core smoothly; and −u times its slope.
template <class Real>
Real voigtWing(Real u) {
  const Real y = Real(1) / (u * u);
  return Real(std::numbers::inv_sqrtpi) * y *
         (Real(1) + Real(1.5) * y * (Real(1) + Real(2.5) * y * (Real(1) + Real(3.5) * y)));
}
template <class Real>
Real voigtWingWidening(Real u) {
  const Real y = Real(1) / (u * u);
  return Real(2.0 * std::numbers::inv_sqrtpi) * y *
         (Real(1) + Real(3) * y * (Real(1) + Real(3.75) * y * (Real(1) + Real(14.0 / 3.0) * y)));
}

}  // namespace maury::mock
