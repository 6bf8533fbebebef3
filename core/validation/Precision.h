// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "io/tables/Table.h"
#include "mock/MockSpectrum.h"
#include "spectra/WavelengthGrid.h"
#include "survey/dataset/Dataset.h"

namespace maury::validation {

/// How well a label is predicted from spectra of about one S/N. Of label − truth, in the label's unit; NaN where it is
/// not known.
struct PrecisionBin {
  double snrLow = 0.0, snrHigh = 0.0;  ///< low ≤ S/N < high
  double snr = 0.0;                    ///< median
  std::size_t stars = 0;
  double bias = 0.0;          ///< median
  double scatter = 0.0;       ///< 1.4826 × median |residual − bias|
  double scatterError = 0.0;  ///< 1σ of that: 1.166 scatter/√stars (Rousseeuw & Croux 1993, JASA 88, 1273)
  double internal = std::numeric_limits<double>::quiet_NaN();     ///< median of e_NAME: internal precision
  double uncertainty = std::numeric_limits<double>::quiet_NaN();  ///< median of sigma_NAME
  /// Median Cramér–Rao bounds of the stars, with all inputs and from the spectrum alone (LabelBounds.h).
  double bound = std::numeric_limits<double>::quiet_NaN();
  double boundSpectrum = std::numeric_limits<double>::quiet_NaN();
  /// The scatter of residuals that are each divided by the star's own bound (all inputs), and its 1σ.
  double overBound = std::numeric_limits<double>::quiet_NaN();
  double overBoundError = std::numeric_limits<double>::quiet_NaN();
};

struct LabelPrecision {
  std::string label, unit;
  bool againstTruth = false;  ///< else against reference labels, whose own errors are part of the scatter
  std::vector<PrecisionBin> bins;
};

struct PrecisionOptions {
  std::vector<double> snrEdges = {10, 15, 20, 25, 35, 50, 70, 100, 150, 250};  ///< increasing
  std::size_t leastStars = 20;                                                 ///< bins with fewer are left out
  spectra::WavelengthGrid grid;              ///< pixels through which the bounds are seen; empty: no bounds
  std::size_t boundStars = 300;              ///< at most, a bin, evenly spread
  double resolution = mock::kRvsResolution;  ///< λ/FWHM, for the bounds
};

/// Precision against S/N of each label of `catalogue` (as inference::predict gives it) that has a column true_NAME or
/// NAME_reference, over the rows `stars` with a finite "snr". Bounds are given where the catalogue is of a mock.
/// Blocks; progress unit "stars". Throws Error(Mismatch) without a column "snr" or without any such label,
/// Error(Cancelled).
std::vector<LabelPrecision> precisionBySnr(const survey::Dataset& catalogue, std::span<const std::size_t> stars,
                                           const PrecisionOptions& options, Job& job);

/// One row a label and bin, for other programs.
io::Table precisionTable(std::span<const LabelPrecision> precision);

}  // namespace maury::validation
