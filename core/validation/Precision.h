// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "io/tables/Table.h"
#include "mock/MockSpectrum.h"
#include "spectra/WavelengthGrid.h"
#include "survey/dataset/Dataset.h"
#include "validation/LabelPrior.h"

namespace maury::validation {

/// Precision of a label for spectra in one bin of S/N. Residuals are label − truth (or reference), in the label's unit;
/// numbers that are not known are NaN.
struct PrecisionBin {
  double snrLow = 0.0, snrHigh = 0.0;  ///< low ≤ S/N < high
  double snr = 0.0;                    ///< median S/N
  std::size_t stars = 0;
  double bias = 0.0;          ///< median residual
  double scatter = 0.0;       ///< 1.4826 × median |residual − bias|
  double scatterError = 0.0;  ///< 1σ of the scatter: 1.166 scatter/√stars (Rousseeuw & Croux 1993, JASA 88, 1273)
  double internal = std::numeric_limits<double>::quiet_NaN();  ///< median of scatter_NAME_cnn, the internal precision
  double uncertainty = std::numeric_limits<double>::quiet_NaN();  ///< median of sigma_NAME_cnn
  /// Median Cramér–Rao bounds of the stars, for all inputs and for the spectrum alone (LabelBounds.h).
  double bound = std::numeric_limits<double>::quiet_NaN();
  double boundSpectrum = std::numeric_limits<double>::quiet_NaN();
  /// Median posterior bound: all inputs and the distribution of labels in the training set.
  double boundPosterior = std::numeric_limits<double>::quiet_NaN();
  /// Scatter of the residuals, each divided by the bound of its star (all inputs), and the 1σ of this scatter.
  double overBound = std::numeric_limits<double>::quiet_NaN();
  double overBoundError = std::numeric_limits<double>::quiet_NaN();
  /// The same for the posterior bound.
  double overPosterior = std::numeric_limits<double>::quiet_NaN();
  double overPosteriorError = std::numeric_limits<double>::quiet_NaN();
};

/// Precision of one label as a function of S/N.
struct LabelPrecision {
  std::string label, unit;
  /// True if the residuals are relative to the truth of a mock; false if they are relative to reference labels, whose
  /// errors contribute to the scatter.
  bool againstTruth = false;
  std::vector<PrecisionBin> bins;
};

struct PrecisionOptions {
  std::vector<double> snrEdges = {10, 15, 20, 25, 35, 50, 70, 100, 150, 250};  ///< increasing
  std::size_t minStars = 20;                                                   ///< bins with fewer stars are left out
  spectra::WavelengthGrid grid;  ///< pixels of the spectra; empty: no bounds
  std::size_t boundStars = 150;  ///< maximum per bin, evenly spread: enough for the median, at a few ms each
  double resolution = mock::kRvsResolution;  ///< resolving power λ/FWHM, for the bounds
  /// Distribution of labels that the posterior bound assumes; null: that of all stars of the catalogue.
  std::shared_ptr<const LabelPrior> prior;
};

/// Returns the precision as a function of S/N of each label of `catalogue` (from inference::predict) that has a column
/// true_NAME or a reference NAME, over the rows `stars` with a finite "snr". Computes bounds if the catalogue is a
/// mock. Blocks; progress unit "stars". Throws Error(Mismatch) if there is no column "snr" or no such label,
/// Error(Cancelled).
std::vector<LabelPrecision> precisionBySnr(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                                           const PrecisionOptions& options, Job& job);

/// Returns the precision as a table with one row per label and bin, for export.
io::Table precisionTable(std::span<const LabelPrecision> precision);

}  // namespace maury::validation
