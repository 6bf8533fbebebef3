// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::training {

/// Returns warnings about training data, to be shown before the training starts. They count fluxes outside the range of
/// the model, spectra that were brought to the common level, and labels more than 10 robust scatters (1.4826 MAD) from
/// their median, with ids. Empty if nothing is doubtful. `training` are rows of `dataset`.
/// Thread-safe.
std::vector<std::string> doubtfulData(const survey::Dataset& dataset, const network::ModelInfo& info,
                                      std::span<const std::size_t> training);

/// Facts about the training of one label.
struct LearnedLabel {
  std::string name;
  double rms = 0.0;      ///< root mean square of prediction − reference on the validation part, mean of the members
  double scatter = 0.0;  ///< standard deviation of the reference labels of the validation part
  double error = 0.0;    ///< median 1σ error of these labels; 0 if unknown
};

/// Returns a sentence about the labels that were not learned: their R² = 1 − (rms / scatter)² on the validation part is
/// below 0.1, so that the predictions are hardly better than one mean value. Names the likely cause. Empty if all were
/// learned. `endedAtLimit`: the best epoch of a member was its last one.
std::string notLearned(std::span<const LearnedLabel> labels, std::size_t trainingStars, bool endedAtLimit);

}  // namespace maury::training
