// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace maury::mock {

/// The Voigt function H(a, u), H(0, 0) = 1, and its slopes. Harris's expansion H₀ + a H₁ + a² H₂ (1948, ApJ 108, 112),
/// good to 1 % of the largest for a < 0.25; more damped lines do not occur here. Pure, so thread-safe.
struct VoigtPoint {
  double value, toA, toU;
};
VoigtPoint voigt(double a, double u);

/// H₀ and H₁ alone from a table, 0 ≤ u < kVoigtCore: within 3e-5 of the exact ones.
inline constexpr float kVoigtCore = 6.0F;
struct VoigtTerms {
  float h0, h1;
};
const VoigtTerms* voigtTable();  ///< at u = 0, kVoigtStep, …; two entries beyond kVoigtCore
inline constexpr float kVoigtStep = 0.01F;

}  // namespace maury::mock
