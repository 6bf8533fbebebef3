// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spectra/Continuum.h"
#include "spectra/WavelengthGrid.h"
#include "survey/dataset/Dataset.h"

namespace maury::workbench {

/// One star before and after some preprocessing steps. A plain value.
struct StepPreview {
  survey::Dataset before;                ///< one star, as the survey has it
  std::optional<survey::Dataset> after;  ///< none if the steps do not fit
  /// Of the first continuum step, on the spectrum and grid that it finds; empty if there is none.
  spectra::WavelengthGrid continuumGrid;
  spectra::Continuum continuum;
  std::vector<spectra::WavelengthRange> masked;
  std::size_t steps = 0;
  std::string problem;  ///< why there is no `after`, or what happened to the star; empty when all is well
};

/// Applies the steps to row `star` of a survey with spectra. Takes a few milliseconds; thread-safe.
StepPreview previewSteps(const survey::Dataset& survey, std::size_t star, const std::vector<std::string>& steps);

}  // namespace maury::workbench
