// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "survey/dataset/Dataset.h"
#include "validation/Precision.h"
#include "validation/TestReport.h"
#include "workbench/validation/OneToOne.h"

namespace maury::workbench {

/// Coverage of the error bars of a label: share of stars within k·σ, against the share for a Gaussian.
struct LabelCoverage {
  std::string label;
  std::vector<double> nominal;  ///< share for a Gaussian; ascending, 0 to 0.997
  /// Actual shares with the errors sigma_NAME_cnn and scatter_NAME_cnn; empty if the catalogue lacks that column.
  std::vector<double> calibrated, internal;
};

/// Agreement between predicted and reference labels of some stars. A plain value.
struct ValidateContent {
  std::size_t stars = 0;
  bool isMock = false;
  std::vector<validation::LabelReport> reports;
  std::vector<OneToOne> oneToOne;   ///< stars to plot; may include more stars than the statistics
  std::vector<std::size_t> around;  ///< rows of the catalogue that oneToOne contains
  std::vector<LabelCoverage> coverage;
  std::vector<validation::LabelPrecision> precision;  ///< if empty, precisionProblem contains the reason
  std::string precisionProblem;
};

/// Compares the predicted labels in a catalogue with their references. Statistics cover the rows `stars`, without
/// Cramér–Rao bounds; oneToOne covers the rows `around`, a superset. Contains no reports if no label has a reference.
/// Blocks; thread-safe. Throws Error(Cancelled).
ValidateContent validateStars(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                              std::vector<std::size_t> around, Job& job);

/// Returns options with which precisionOf() also computes Cramér–Rao bounds, for some stars per bin. `grid`: grid of
/// the spectra.
validation::PrecisionOptions optionsWithBounds(const spectra::WavelengthGrid& grid);
/// Returns the scatter in bins of S/N for each label with at least one bin, and bounds if `options` request them.
/// Blocks; thread-safe; throws the errors of validation::precisionBySnr().
std::vector<validation::LabelPrecision> precisionOf(const survey::Dataset& catalogue,
                                                    std::span<const std::size_t> stars,
                                                    const validation::PrecisionOptions& options, Job& job);

}  // namespace maury::workbench
