// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "validation/Residuals.h"

namespace maury::validation {

/// How well one label of a catalogue agrees with its reference.
struct LabelReport {
  std::string label;
  std::string unit;
  ResidualStatistics residuals;
  /// Share of the residuals within 1 and 2 of the catalogue's sigma_NAME; NaN where it has none. A Gaussian's: 0.683,
  /// 0.954.
  double withinOne = 0.0, withinTwo = 0.0;
};

/// Residuals of each label of `catalogue` that has a column NAME_reference (as inference::predict gives them), over the
/// rows `stars`. Labels without a reference are left out.
std::vector<LabelReport> compareWithReference(const survey::Dataset& catalogue, std::span<const std::size_t> stars);

/// For each of `factors` the share of |prediction − reference| / σ that is at most it, over the rows `stars` where that
/// can be computed; NaN where there is none. `sigma` is a column of the catalogue: "sigma_mh", or "e_mh" for the
/// internal precision. Throws Error(Mismatch) for columns that are not there.
std::vector<double> coverage(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                             const std::string& label, const std::string& sigma, std::span<const double> factors);

}  // namespace maury::validation
