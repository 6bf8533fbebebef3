// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "spectra/LineList.h"
#include "survey/dataset/Dataset.h"
#include "workbench/spectrum/SpectrumComputation.h"
#include "workbench/spectrum/SpectrumFigure.h"

namespace maury::workbench {

/// Which lines are marked over a spectrum.
struct LineChoice {
  double leastDepth = 0.10;                   ///< of a line with a measured depth; a list without depths is shown whole
  std::vector<std::string> hiddenElements{};  ///< "Ca"
};

/// Returns true where a list has measured depths.
bool hasDepths(const spectra::LineList& lines);
spectra::LineList chosenLines(const spectra::LineList& lines, const LineChoice& choice);

/// Returns what the figures show of a result, without lines: spectrum, band, map, and a note that says what they are
/// of. `survey` is what it was computed from, and `row` the one star of it (a mean does not ask for it).
SpectrumContent spectrumContent(const SpectrumResult& result, const survey::Dataset& survey, std::size_t row);

/// Returns the inputs of coefficients that can be drawn over wavelength: those of a mock survey, whose functions are
/// known, in a map of derivatives.
std::vector<attribution::FoldedInput> foldableInputs(const attribution::AttributionMap& map,
                                                     const network::ModelInfo& info, const survey::Dataset& survey);

/// Returns the label that is looked at first: [α/M] where the model has it, else its first.
std::size_t usualLabel(const std::vector<network::ModelLabel>& labels);
/// Returns the index of a label by its name, usualLabel() for an empty one. Throws Error(Mismatch) if there is none.
std::size_t labelIndex(const std::vector<network::ModelLabel>& labels, const std::string& name);

}  // namespace maury::workbench
