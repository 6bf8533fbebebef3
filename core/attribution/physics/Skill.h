// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "survey/dataset/Dataset.h"

namespace maury::attribution {

/// How well a label is predicted: R² = 1 − Σ(predicted − reference)² / Σ(reference − mean)².
struct Skill {
  double r2 = 0.0;
  double error = 0.0;     ///< standard deviation of R² over resampled stars (bootstrap, 200 times, seeded)
  std::size_t stars = 0;  ///< with both values; R² is NaN with fewer than ten
};

/// Of predicted and reference values (N each; NaN is left out). Throws Error(Usage) for unequal lengths.
Skill skillOf(std::span<const float> predicted, std::span<const float> reference);

/// Of a label of a catalogue (inference::predict) on the stars that the training has not used, by its columns split and
/// NAME_reference; of no stars where it lacks them.
Skill heldOutSkill(const survey::Dataset& catalogue, const std::string& label);

}  // namespace maury::attribution
