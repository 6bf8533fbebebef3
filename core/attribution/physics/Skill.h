// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "survey/dataset/Dataset.h"

namespace maury::attribution {

/// Quality of a label's predictions: R² = 1 − Σ(predicted − reference)² / Σ(reference − mean)².
struct Skill {
  double r2 = 0.0;
  double error = 0.0;     ///< standard deviation of R² over 200 bootstrap samples of the stars (fixed seed)
  std::size_t stars = 0;  ///< number of stars with both values; R² is NaN for fewer than ten
};

/// Returns the skill of N predicted values; stars with a NaN are left out. Throws Error(Usage) for unequal lengths.
Skill skillOf(std::span<const float> predicted, std::span<const float> reference);

/// Returns the skill of a label of a catalogue (inference::predict) on the stars not used in training, from its columns
/// split, NAME_cnn and NAME; the skill of an empty set if it lacks them.
Skill heldOutSkill(const survey::Dataset& catalogue, const std::string& label);

}  // namespace maury::attribution
