// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "survey/Dataset.h"

namespace maury::survey {

enum class Part : std::uint8_t { Training, Validation, Test };

/// Which part a star belongs to, by its id and a seed alone: the same in any row order, in any chunk of a streamed
/// file, for every repeat of the star, and for anyone who has the model file, which records the rule.
struct SplitRule {
  double validationFraction = 0.15;
  double testFraction = 0.10;
  std::uint64_t seed = 1;

  Part partOf(std::string_view id) const noexcept;
  /// Row numbers of each part of a dataset, in row order: [Training], [Validation], [Test].
  std::array<std::vector<std::size_t>, 3> apply(const Dataset& dataset) const;
};

std::string_view partName(Part part) noexcept;  ///< "training", "validation", "test"

}  // namespace maury::survey
