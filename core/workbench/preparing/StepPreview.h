// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spectra/Continuum.h"
#include "spectra/WavelengthGrid.h"
#include "survey/dataset/Dataset.h"

namespace maury::workbench {

/// Spectrum of one star before and after some preprocessing steps. A plain value.
struct StepPreview {
  survey::Dataset before;                ///< the star as stored in the survey
  std::optional<survey::Dataset> after;  ///< nullopt if the steps do not fit the survey
  /// Continuum of the first continuum step, and the grid on which that step ran; empty if there is no such step.
  spectra::WavelengthGrid continuumGrid;
  spectra::Continuum continuum;
  std::vector<spectra::WavelengthRange> masked;
  std::size_t steps = 0;
  std::string problem;  ///< why there is no `after`, or a warning about the star; empty if there is neither
};

/// Applies the steps to row `star` of a survey with spectra. Takes a few milliseconds; thread-safe.
StepPreview previewSteps(const survey::Dataset& survey, std::size_t star, const std::vector<std::string>& steps);

}  // namespace maury::workbench
