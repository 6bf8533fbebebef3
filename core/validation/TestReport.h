// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "validation/Residuals.h"

namespace maury::validation {

/// Agreement of one label of a catalogue with its reference.
struct LabelReport {
  std::string label;  ///< name of the reference: "mh"
  std::string unit;
  ResidualStatistics residuals;
  /// Fractions of the residuals within 1 and 2 times the catalogue's sigma_NAME_cnn; NaN if it has no such column. The
  /// fractions of a Gaussian are 0.683 and 0.954.
  double withinOne = 0.0, withinTwo = 0.0;
};

/// Returns the residuals of each predicted label NAME_cnn of `catalogue` that has a reference NAME (written by
/// inference::predict), over the rows `stars`. Labels without a reference are left out.
std::vector<LabelReport> compareWithReference(const survey::Dataset& catalogue, std::span<const std::size_t> stars);

/// Returns, for each of `factors`, the fraction of stars with |prediction − reference| / σ ≤ factor, among the rows
/// `stars` for which the ratio is defined; NaN if there is none. `sigma` is the name of a column: "sigma_mh_cnn", or
/// "scatter_mh_cnn" for the internal precision. Throws Error(Mismatch) if a column is missing.
std::vector<double> coverage(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                             const std::string& label, const std::string& sigma, std::span<const double> factors);

}  // namespace maury::validation
