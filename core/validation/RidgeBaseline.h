// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::validation {

/// The line every network must beat: a linear ridge regression of each label on the spectrum,
/// label = mean label + (flux − mean flux) · w with the penalty λ |w|².
struct RidgeResult {
  std::vector<std::string> labels;
  std::vector<double> penalty;                  ///< a label: the λ chosen
  std::vector<std::vector<double>> prediction;  ///< [label][row of `testStars`], in the label's unit
};

/// Chooses λ among 10^-3, 10^-2 … 10^4 by the rms on the validation part of a fit to the training part, then fits the
/// two parts together and applies that to the test part. Stars without the label are left out of its fit; a pixel
/// without data counts as the mean spectrum there. Dual form (stars × stars), so any number of pixels is cheap; of
/// training and validation stars together at most 5000 are used, the first by row of each in proportion. One core;
/// blocks. Throws Error(Mismatch) where the survey has no spectra or lacks a label, or a part has no star with it;
/// thread-safe.
RidgeResult ridgeBaseline(const survey::Dataset& dataset, const std::vector<std::string>& labels,
                          const std::vector<std::size_t>& trainingStars,
                          const std::vector<std::size_t>& validationStars, const std::vector<std::size_t>& testStars);

}  // namespace maury::validation
