// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "survey/Dataset.h"

namespace maury::validation {

/// The line every network must beat: a linear ridge regression of each label on the spectrum (flux minus its training
/// mean), trained on the training and validation parts and applied to the test part. The penalty is chosen on the
/// validation part from 10^-3 … 10^4.
struct RidgeResult {
  std::vector<std::string> labels;
  std::vector<double> penalty;                   ///< a label
  std::vector<std::vector<double>> prediction;   ///< [label][row of `testStars`]
};

/// Dual form (stars × stars), so any number of pixels is cheap; at most 5000 training stars are used, the first by row.
RidgeResult ridgeBaseline(const survey::Dataset& dataset, const std::vector<std::string>& labels,
                          const std::vector<std::size_t>& trainingStars, const std::vector<std::size_t>& validationStars,
                          const std::vector<std::size_t>& testStars);

}  // namespace maury::validation
