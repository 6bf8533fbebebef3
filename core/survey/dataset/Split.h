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

std::string_view partName(Part part) noexcept;  ///< "training", "validation" or "test"

/// Column of a survey that holds the part of each star, as spelled by partName().
inline constexpr const char* kSplitColumn = "split";

/// Rule that assigns stars to the training, validation and test part, either by id or by a column of the survey. By id,
/// the part depends only on the id and a seed. It is therefore independent of row order and chunks, the same for repeat
/// observations with the same id, and reproducible from the model file, which records the rule.
struct SplitRule {
  double validationFraction = 0.15;
  double testFraction = 0.10;
  std::uint64_t seed = 1;
  /// True: take the parts from kSplitColumn and ignore fractions and seed; a star whose entry is blank is in no part.
  bool byColumn = false;

  /// Returns the part by id, regardless of byColumn.
  Part partOf(std::string_view id) const noexcept;
  /// Returns N parts; nullopt if the column is blank. If byColumn, throws Error(Mismatch) if the column is missing or
  /// holds any other word (the message names the star).
  std::vector<std::optional<Part>> parts(const Dataset& dataset) const;
  /// Returns the row numbers of each part in row order: [Training], [Validation], [Test].
  std::array<std::vector<std::size_t>, 3> apply(const Dataset& dataset) const;
};

/// Returns true if the dataset has a text column called kSplitColumn.
bool hasSplitColumn(const Dataset& dataset);

/// Options of a split that is written to kSplitColumn.
struct SplitDesign {
  SplitRule rule;                       ///< fractions and seed; byColumn is not used
  std::vector<std::string> stratifyBy;  ///< numeric names (labels, snr …) over whose deciles the shares are kept
  std::string starColumn;               ///< column of star names if ids identify observations; empty: starNames()
};

/// Returns N parts. Without strata, the part is SplitRule::partOf() of the star's name. With strata, the stars are
/// sorted by decile of each quantity (mean over a star's spectra; missing last) and assigned to the parts evenly along
/// that order, so that the shares are exact to a star or two in every stratum. The result depends on names and values,
/// not on row order. Throws Error(Mismatch) for an unknown name and Error(Usage) if the fractions leave no training
/// stars.
std::vector<Part> splitStars(const Dataset& dataset, const SplitDesign& design);

/// Writes the N parts into kSplitColumn, replacing an existing column.
void setSplitColumn(Dataset& dataset, const std::vector<Part>& parts);

}  // namespace maury::survey
