// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "training/Trainer.h"

namespace maury::training {

/// Returns the labels to learn: those of the options, or all of the survey. Throws Error(Mismatch) naming a label that
/// the survey lacks.
std::vector<std::string> labelsToLearn(const survey::Dataset& dataset, const TrainingOptions& options);

/// Fits everything of a model except its weights: labels and their ranges, scaling of inputs and flux, all from the
/// rows `training` only. Throws Error(Mismatch) for a survey without spectra, for an input that is missing or has no
/// values in these rows, and for a label that has no values or is constant there.
network::ModelInfo fitScaling(const survey::Dataset& dataset, const TrainingOptions& options,
                              std::span<const std::size_t> training);

}  // namespace maury::training
