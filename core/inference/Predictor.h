// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "survey/recipe/Recipe.h"

namespace maury::inference {

/// Prediction with dropout left on (Gal & Ghahramani 2016): each member predicts `passes` times with different units
/// dropped, and all passes count as members. The numbers are reproducible for the same seed, survey and order of stars.
struct DropoutSampling {
  int passes = 0;  ///< 0: dropout off
  std::uint64_t seed = 1;
};

/// Returns the labels of the stars of `dataset` as a catalogue (a Dataset without spectra). Its labels, called NAME_cnn
/// (PredictedNames.h), are the ensemble's mean. Their errors are its scatter (standard deviation with divisor N, as in
/// numpy; 0 with one member): an internal precision, not the uncertainty, since it covers only about a fifth of the
/// residuals of Guiglion+2020 and Nepal+2023. Its columns, in this order:
/// - sigma_NAME_cnn: the label's total 1σ uncertainty, calibrated on validation stars (ModelInfo::uncertainty, or
///   dropoutUncertainty with passes), if the model has it.
/// - flag_boundary: text, one digit per label, then one per input; 0 inside the training limits, 1 outside. A label
///   that is not finite is outside; a missing input is inside, because it is replaced by its fill value.
/// - in_limits: integer, 1 if all digits are 0.
/// - split: text, training, validation or test by the model's rule; meaningful only for the survey on which it was
///   trained. Left out if that rule is a column, which is then copied with the survey's others.
/// - NAME, e_NAME: each reference label (and error) that the survey has, whether learned or not.
/// - every scalar input and every column of the survey, unless one of the above has its name.
///
/// Runs on all cores (`threads` 0), each with its own batches; the numbers do not depend on the number of threads.
/// Blocks; progress unit "spectra". Preprocessing steps of the model that the survey lacks (Model::missingSteps) are
/// first applied to each chunk, with the same result as preparing the survey beforehand; `report`, if given, counts the
/// stars that could not be prepared. A star without a finite pixel gets no label (NaN) and in_limits 0; their number is
/// logged and added to `report`. Throws Error(Numerical) if the label of another star is not finite, Error(Mismatch) if
/// the model does not fit, Error(Usage) for dropout passes
/// with a network without dropout, and Error(Cancelled) within one batch. Thread-safe.
survey::Dataset predict(const network::Model& model, const survey::Dataset& dataset, Job& job, unsigned threads = 0,
                        survey::RecipeReport* report = nullptr, const DropoutSampling& sampling = {});

/// Predicts the stars `rows` of a survey file, in that order, with the numbers and errors of predict() for a dataset of
/// these stars. Memory: the catalogue and one chunk of about 16 MB. Also throws Error(File | Format).
survey::Dataset predictRows(const network::Model& model, const std::filesystem::path& survey,
                            std::span<const std::size_t> rows, Job& job, unsigned threads = 0);

/// Predicts from a survey file to a catalogue file in bounded memory (two chunks of about 16 MB), atomically; the
/// previous chunk is written and the next one read while the network runs. `part` keeps only the stars of that part;
/// the progress counts all stars read. Also throws Error(File | Format), Error(Usage) if the catalogue would replace
/// the survey, and Error(Mismatch) if no star is left. If it throws, nothing is written.
void predictFile(const network::Model& model, const std::filesystem::path& survey,
                 const std::filesystem::path& catalogue, std::optional<survey::Part> part, Job& job,
                 unsigned threads = 0, survey::RecipeReport* report = nullptr, const DropoutSampling& sampling = {});

}  // namespace maury::inference
