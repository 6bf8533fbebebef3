// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/dataset/Dataset.h"

namespace maury::validation {

/// Result of a linear ridge regression of each label on the spectrum, which every network must beat:
/// label = mean label + (flux − mean flux) · w, with the penalty λ |w|².
struct RidgeResult {
  std::vector<std::string> labels;
  std::vector<double> penalty;                  ///< chosen λ of each label
  std::vector<std::vector<double>> prediction;  ///< [label][row of `testStars`], in the label's unit
};

/// Fits a ridge regression of each label and predicts the test stars. Chooses λ from 10^-3, 10^-2 … 10^4: the one with
/// the smallest rms on the validation part after a fit to the training part. Then fits both parts together. Stars
/// without the label are left out of its fit; a pixel without data takes the value of the mean spectrum. The dual form
/// (stars × stars) makes any number of pixels cheap. At most 5000 training and validation stars are used together: the
/// first rows of each part, in proportion. Uses one core; blocks; thread-safe. Throws Error(Mismatch) if the survey has
/// no spectra or lacks a label, or a part has no star with the label, and Error(Cancelled).
RidgeResult ridgeBaseline(const survey::Dataset& dataset, const std::vector<std::string>& labels,
                          const std::vector<std::size_t>& trainingStars,
                          const std::vector<std::size_t>& validationStars, const std::vector<std::size_t>& testStars,
                          Job& job);

}  // namespace maury::validation
