// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "base/Option.h"
#include "survey/dataset/Split.h"
#include "validation/Precision.h"

namespace maury::workbench {

/// The stars of a survey on which a model is validated.
struct ValidationStars {
  std::optional<survey::Part> part = survey::Part::Test;  ///< of the model's split; nothing: all
  std::string filter;                                     ///< of those, in words; empty: all
};

/// Every member of ValidationStars, described once.
const OptionTable<ValidationStars>& validationStarsTable();

/// Returns the `maury-cli precision` command that compares the labels which the model file predicts for these stars of
/// the survey file, naming what differs from the command's own defaults.
std::string precisionCommand(const std::string& survey, const std::string& model, const ValidationStars& stars,
                             const validation::PrecisionOptions& options = {});

}  // namespace maury::workbench
