// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

/// Returns the steps of the model's preprocessing that stars of this schema lack and that a prediction adds, as text;
/// empty without any. Throws Error(Mismatch) where the model does not fit.
std::vector<std::string> addedSteps(const network::Model& model, const survey::Dataset& schema);

/// Predicts the labels of every star of a survey with spectra (inference::predict). Blocks; thread-safe; throws as
/// inference::predict().
std::shared_ptr<const survey::Dataset> applyModel(const network::Model& model, const survey::Dataset& survey, Job& job);

/// How a model is applied from file to file.
struct FilePrediction {
  std::filesystem::path survey, catalogue;
  std::optional<survey::Part> part = std::nullopt;  ///< only these stars of the model's split; nothing: all
  inference::DropoutSampling sampling = {};
  unsigned threads = 0;  ///< 0: one a core
};

/// Predicts labels from survey file to catalogue file in bounded memory. Returns a sentence for each reason why stars
/// could not be prepared. Blocks; thread-safe; throws as inference::predictFile().
std::vector<std::string> applyModel(const network::Model& model, const FilePrediction& files, Job& job);

/// Returns the part of a name: training, validation or test; nothing for "all". Throws Error(Usage).
std::optional<survey::Part> partNamed(const std::string& name);

/// Returns the name of a part, "all" for nothing.
std::string partText(std::optional<survey::Part> part);

/// Returns those of `rows` (ascending) that are in a part of the model's split; all of them for nothing. Throws
/// Error(Mismatch) where the stars lack the column of the split.
std::vector<std::size_t> rowsInPart(const network::Model& model, const survey::Dataset& stars,
                                    std::span<const std::size_t> rows, std::optional<survey::Part> part);

}  // namespace maury::workbench
