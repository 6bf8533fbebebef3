// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "training/Trainer.h"

namespace maury::training {

/// The labels to learn: those of the options, or all of the survey. Throws Error(Mismatch) naming one it lacks.
std::vector<std::string> labelsToLearn(const survey::Dataset& dataset, const TrainingOptions& options);

/// Everything of a model but its weights: labels with their range, inputs and flux with their scaling, all from the
/// rows `training` alone. Throws Error(Mismatch) for a survey without spectra, an input that is missing or has no
/// values there, a label without values or constant there.
network::ModelInfo fitScaling(const survey::Dataset& dataset, const TrainingOptions& options,
                              std::span<const std::size_t> training);

}  // namespace maury::training
