// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "survey/recipe/Recipe.h"

namespace maury::inference {

/// Prediction with dropout left on (Gal & Ghahramani 2016): each member predicts so many times, each time with other
/// units dropped, and all passes count as members. The same numbers for a seed, survey and order of its stars.
struct DropoutSampling {
  int passes = 0;  ///< 0: dropout off
  std::uint64_t seed = 1;
};

/// Labels of the stars of `dataset` as a catalogue (a Dataset without spectra). Its labels are the ensemble's mean,
/// their errors its scatter (standard deviation ÷ members, as numpy; 0 with one member): internal precision, not the
/// uncertainty, for it covers about a fifth of the residuals of Guiglion+2020 and Nepal+2023. Its columns, in this
/// order:
/// - sigma_NAME: the label's 1σ in all, calibrated on validation stars (ModelInfo::uncertainty, or dropoutUncertainty
///   with passes), if the model has it.
/// - flag_boundary: text, one digit a label, then one an input; 0 inside the training limits, 1 outside. A label that
///   is not finite is outside; a missing input is inside, for the network takes its fill value instead.
/// - in_limits: integer, 1 when all digits are 0.
/// - split: text, training, validation or test by the model's rule; only telling for the survey it was trained on, and
///   left out if that rule is a column, which is then kept with the survey's others.
/// - NAME_reference, e_NAME_reference: each label (and error) that the survey has, learned or not.
/// - every scalar input and every column of the survey, unless one of the above has its name.
///
/// Runs on all cores (`threads` 0), each with its own batches; the same numbers whatever their count. Blocks; progress
/// unit "spectra". Steps of the model's preprocessing that the survey lacks (Model::missingSteps) are applied to each
/// chunk first, with the same bytes as preparing the survey before; `report`, if given, counts the stars they could not
/// prepare. Throws Error(Mismatch) where the model does not fit, Error(Usage) for passes with a network without
/// dropout, Error(Cancelled) within a batch; thread-safe.
survey::Dataset predict(const network::Model& model, const survey::Dataset& dataset, Job& job, unsigned threads = 0,
                        survey::RecipeReport* report = nullptr, const DropoutSampling& sampling = {});

/// The same from survey file to catalogue file in bounded memory (two chunks of about 16 MB), atomically: the chunk
/// before is written and the next one read beside the network. `part` keeps only those stars; progress counts all that
/// are read. Throws also Error(File | Format), Error(Usage) where the catalogue would replace the survey, and
/// Error(Mismatch) where no star is left; then, and when cancelled, nothing is written.
void predictFile(const network::Model& model, const std::filesystem::path& survey,
                 const std::filesystem::path& catalogue, std::optional<survey::Part> part, Job& job,
                 unsigned threads = 0, survey::RecipeReport* report = nullptr, const DropoutSampling& sampling = {});

}  // namespace maury::inference
