// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "inference/Predictor.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "survey/dataset/Split.h"

namespace maury::workbench {

/// Returns the preprocessing steps of the model that stars with this schema lack and that a prediction will apply, as
/// text. Throws Error(Mismatch) if the model does not fit.
std::vector<std::string> stepsToApply(const network::Model& model, const survey::Dataset& schema);

/// Predicts the labels of every star of a survey with spectra. Blocks; thread-safe; throws the errors of
/// inference::predict().
std::shared_ptr<const survey::Dataset> applyModel(const network::Model& model, const survey::Dataset& survey, Job& job);

/// Returns the number of stars of a catalogue without a predicted label, because they have no finite pixel.
std::size_t starsWithoutLabel(const survey::Dataset& catalogue);

/// Options of a prediction from file to file.
struct FilePrediction {
  std::filesystem::path survey, catalogue;
  std::optional<survey::Part> part = std::nullopt;  ///< part of the split of the model; nullopt: all stars
  inference::DropoutSampling sampling = {};
  unsigned threads = 0;  ///< 0: one per core
};

/// Predicts labels from a survey file into a catalogue file, in bounded memory. Returns one sentence for each reason
/// why stars could not be preprocessed. Blocks; thread-safe; throws the errors of inference::predictFile().
std::vector<std::string> applyModel(const network::Model& model, const FilePrediction& files, Job& job);

/// Returns the part with this name: training, validation or test; nullopt for "all". Throws Error(Usage) for another
/// name.
std::optional<survey::Part> partFromName(const std::string& name);

/// Returns the name of a part; "all" for nullopt.
std::string partText(std::optional<survey::Part> part);

/// Returns the rows among `rows` (ascending) that are in a part of the split of the model; all of them for nullopt.
/// Throws Error(Mismatch) if the stars lack the column of the split.
std::vector<std::size_t> rowsInPart(const network::Model& model, const survey::Dataset& stars,
                                    std::span<const std::size_t> rows, std::optional<survey::Part> part);
/// Returns the rows of a survey file that are in a part, without reading spectra. Blocks; also throws the errors of
/// survey::readSurvey().
std::vector<std::size_t> rowsInPart(const network::Model& model, const std::filesystem::path& survey,
                                    std::optional<survey::Part> part, Job& job);

}  // namespace maury::workbench
