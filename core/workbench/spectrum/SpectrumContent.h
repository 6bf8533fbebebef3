// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "spectra/LineList.h"
#include "survey/dataset/Dataset.h"
#include "workbench/spectrum/SpectrumComputation.h"
#include "workbench/spectrum/SpectrumFigure.h"

namespace maury::workbench {

/// Criteria for the lines to mark in a spectrum.
struct LineChoice {
  double minDepth = 0.10;                     ///< minimum depth of a line; ignored if the list has no measured depths
  std::vector<std::string> hiddenElements{};  ///< e.g. "Ca"
};

/// Returns true if a list has measured depths.
bool hasDepths(const spectra::LineList& lines);
/// Returns the lines that satisfy the criteria.
spectra::LineList selectLines(const spectra::LineList& lines, const LineChoice& choice);

/// Converts a result to the content of figures, without lines: spectrum, band, map, and a note that names the stars.
/// `survey` is the one from which it was computed; `row` is the star if the result is about a single one, and ignored
/// otherwise.
SpectrumContent spectrumContent(const SpectrumResult& result, const survey::Dataset& survey, std::size_t row);

/// Returns the inputs of basis coefficients, folded back to wavelength. This requires a map of derivatives and a mock
/// survey, whose basis functions are known; otherwise returns none.
std::vector<attribution::FoldedInput> foldableInputs(const attribution::AttributionMap& map,
                                                     const network::ModelInfo& info, const survey::Dataset& survey);

/// Returns the index of the label to show initially: [α/M] if the model has it, else the first.
std::size_t defaultLabel(const std::vector<network::ModelLabel>& labels);
/// Returns the index of the label with this name or another spelling of it, e.g. "[α/M]" for alpham. Throws
/// Error(Mismatch) listing the labels if there is no such label.
std::size_t labelIndex(const std::vector<network::ModelLabel>& labels, const std::string& name);

}  // namespace maury::workbench
