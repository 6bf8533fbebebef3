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

/// Share of stars within an error bar against the share that a Gaussian one of that width holds.
struct LabelCoverage {
  std::string label;
  std::vector<double> nominal;               ///< ascending, 0 to 0.997
  std::vector<double> calibrated, internal;  ///< of sigma_NAME and e_NAME; empty where the catalogue has none
};

/// Agreement of some stars' predicted labels with their reference labels. A plain value.
struct ValidateContent {
  std::size_t stars = 0;
  bool isMock = false;
  std::vector<validation::LabelReport> reports;
  std::vector<OneToOne> oneToOne;   ///< of more stars than the rest where some of them are selected
  std::vector<std::size_t> around;  ///< rows of the catalogue that oneToOne is of
  std::vector<LabelCoverage> coverage;
  std::vector<validation::LabelPrecision> precision;  ///< empty: noPrecision says why
  std::string noPrecision;
};

/// Compares the rows `stars` of a catalogue of predicted labels with their references, without Cramér–Rao bounds; one
/// to one all rows of `around`, which contain them. No reports where no label has a reference. Blocks; thread-safe.
/// Throws Error(Cancelled).
ValidateContent validateStars(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                              std::vector<std::size_t> around, Job& job);

/// Returns the options of precisionOf() that find Cramér–Rao bounds too, of some stars a bin; `grid` is the spectra's.
validation::PrecisionOptions withBounds(const spectra::WavelengthGrid& grid);
/// Returns scatter in bins of S/N of the labels that have a bin, with bounds where `options` ask for them. Blocks;
/// thread-safe; throws as validation::precisionBySnr().
std::vector<validation::LabelPrecision> precisionOf(const survey::Dataset& catalogue,
                                                    std::span<const std::size_t> stars,
                                                    const validation::PrecisionOptions& options, Job& job);

}  // namespace maury::workbench
