// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "base/Job.h"
#include "spectra/LineList.h"
#include "survey/dataset/Dataset.h"
#include "validation/LabelBounds.h"

namespace maury::validation {

/// Ideal response of a network trained on a mock, at the mean true labels of some of its stars: the derivative of the
/// flux with respect to each label, and of the best linear estimate of each label with respect to the flux. Labels are
/// in the order of kBoundLabels.
struct TruthFilter {
  spectra::WavelengthGrid grid;     ///< P pixels
  std::vector<double> flux;         ///< noise-free flux (P)
  std::vector<double> derivatives;  ///< d(flux)/d(label), per unit of the label (5 × P)
  /// d(estimate)/d(flux) of the estimate with the smallest mean squared error (5 × P). It takes into account the noise
  /// at the stars' median S/N and its correlation, the error of the rest frame, the scatter of Teff, log g, [M/H] and
  /// [α/M] in the population, the scatter of single elements in the mock, and the other inputs.
  std::vector<double> filter;
  double snr = 0.0;  ///< median S/N of the stars

  /// Returns the index of a label by its canonical name, or −1 if its truth is not known.
  static int indexOf(const std::string& label);
};

/// Returns the names of the columns of a mock survey that truthFilter() reads.
std::vector<std::string> truthColumns();
/// Returns true if a survey is a mock that has these columns.
bool hasTruth(const survey::Dataset& survey);

/// Returns the ideal response at the mean true labels of the rows `stars` of a mock survey; all stars of `population`
/// define the scatter of labels. Blocks for about 20 ms, and for a second at the first use of a grid. Throws
/// Error(Mismatch) if a survey lacks the mock's truth or `stars` is empty.
TruthFilter truthFilter(const survey::Dataset& survey, std::span<const std::size_t> stars,
                        const survey::Dataset& population, double resolution = mock::kRvsResolution);

/// Agreement of a label's gradient map with the filter.
struct TruthScore {
  double correlation = 0.0;       ///< Pearson's correlation over the pixels that the network sees
  std::size_t linesShared = 0;    ///< number of these peaks that the map's strongest peaks include
  std::size_t linesCompared = 0;  ///< number of strongest peaks of the filter that are compared
};

/// Compares the label with index `label` of a map of derivatives with the filter, on the same grid. Peaks within
/// `toleranceNm` and of the same sign count as the same; at most `count` are compared. Throws Error(Mismatch) for
/// another grid or a label whose truth is not known.
TruthScore scoreMap(const TruthFilter& truth, const attribution::AttributionMap& map, std::size_t label,
                    double toleranceNm, std::size_t count = 20);

}  // namespace maury::validation
