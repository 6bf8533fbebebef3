// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "base/Option.h"
#include "survey/dataset/Split.h"
#include "validation/Precision.h"
#include "workbench/stars/ApplyModel.h"

namespace maury::workbench {

/// Stars of a survey on which to validate a model.
struct ValidationStars {
  std::optional<survey::Part> part = survey::Part::Test;  ///< part of the split of the model; nullopt: all stars
  std::string filter;                                     ///< applied to that part, e.g. "logg < 3.5"; empty: all
};

/// Describes a member that is a part of the model's split, or nullopt for all stars.
template <typename S>
Option<S> describePart(std::optional<survey::Part> S::*part) {
  using survey::Part;
  const S defaults;
  return describeComputed<S>(
      "part", [part](const S& stars) -> OptionValue { return partText(stars.*part); },
      [part](S& stars, const OptionValue& value) { stars.*part = partFromName(std::get<std::string>(value)); },
      {detail::offsetOf(defaults, defaults.*part)},
      {.flag = "--part",
       .help =
           "Part of the model's split to use; the training part was fitted, the validation part decided when to stop",
       .names = {partText(Part::Training), partText(Part::Validation), partText(Part::Test), partText({})}});
}

/// Returns the option table of ValidationStars.
const OptionTable<ValidationStars>& validationStarsTable();

/// Returns the `maury-cli precision` command that compares the predictions of the model file with the reference labels
/// for these stars of the survey file. Includes only options that differ from the defaults of the command.
std::string precisionCommand(const std::string& survey, const std::string& model, const ValidationStars& stars,
                             const validation::PrecisionOptions& options = {});

}  // namespace maury::workbench
