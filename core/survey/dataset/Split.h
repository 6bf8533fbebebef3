// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

enum class Part : std::uint8_t { Training, Validation, Test };

std::string_view partName(Part part) noexcept;  ///< "training", "validation", "test"

/// The column in which a survey says which part each of its stars belongs to, in the words of partName().
inline constexpr const char* kSplitColumn = "split";

/// Which part a star belongs to. Either by its id and a seed alone: the same in any row order, in any chunk of a
/// streamed file, for every repeat of the star, and for anyone who has the model file, which records the rule. Or by
/// the survey's own column.
struct SplitRule {
  double validationFraction = 0.15;
  double testFraction = 0.10;
  std::uint64_t seed = 1;
  /// The parts stand in kSplitColumn, and the fractions and the seed say nothing; a star that it leaves blank is in no
  /// part.
  bool byColumn = false;

  /// By the id alone, whatever byColumn says.
  Part partOf(std::string_view id) const noexcept;
  /// N parts, nothing where the column is blank. Throws Error(Mismatch) when the column is asked for and missing, or
  /// says something else (with the star's id).
  std::vector<std::optional<Part>> parts(const Dataset& dataset) const;
  /// Row numbers of each part of a dataset, in row order: [Training], [Validation], [Test].
  std::array<std::vector<std::size_t>, 3> apply(const Dataset& dataset) const;
};

/// True if the dataset has a text column called kSplitColumn.
bool hasSplitColumn(const Dataset& dataset);

/// A split to be written into a column.
struct SplitDesign {
  SplitRule rule;                       ///< its fractions and seed
  std::vector<std::string> stratifyBy;  ///< numeric names (labels, snr …): each part gets its share over their range
  std::string starColumn;               ///< names the star of a spectrum where ids name observations; empty: the ids
};

/// N parts. Without strata by SplitRule::partOf() of the star's name; with strata the stars are ordered by decile of
/// each quantity (the mean over a star's spectra; missing last) and dealt out evenly along that order, so that the
/// shares hold within a star or two in every stratum. Depends on names and values, not on row order. Throws
/// Error(Mismatch) for an unknown name and Error(Usage) for fractions that leave nothing to train on.
std::vector<Part> splitStars(const Dataset& dataset, const SplitDesign& design);

/// Writes parts (N) into kSplitColumn, in place of one that is there.
void setSplitColumn(Dataset& dataset, const std::vector<Part>& parts);

}  // namespace maury::survey
