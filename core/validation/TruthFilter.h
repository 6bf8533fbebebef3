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

/// What a network trained on a mock ought to read: at the mean true labels of some of its stars, how the flux changes
/// with each label, and how the best linear estimate of each label changes with the flux. Labels in kBoundLabels'
/// order.
struct TruthFilter {
  spectra::WavelengthGrid grid;     ///< P
  std::vector<double> flux;         ///< P, without noise
  std::vector<double> derivatives;  ///< 5 × P: d(flux)/d(label) in label units
  /// 5 × P: d(estimate)/d(flux): the filter of least squared error, given the noise at the stars' median S/N, the
  /// scatter of Teff, log g, [M/H] and [α/M] over the population, that of single elements in the mock, and the other
  /// inputs.
  std::vector<double> filter;
  double snr = 0.0;

  /// The index of a label by its canonical name, or −1 where the truth is not known of it.
  static int indexOf(const std::string& label);
};

/// The columns of a mock survey that truthFilter looks at.
std::vector<std::string> truthColumns();
/// True where a survey is a mock that has them.
bool hasTruth(const survey::Dataset& survey);

/// At the mean of rows `stars` of a mock survey; their scatter is taken over `population` (all rows when empty). Blocks
/// for some 20 ms, and a second the first time a grid is met. Throws Error(Mismatch) for a survey without the mock's
/// truth or without such stars.
TruthFilter truthFilter(const survey::Dataset& survey, std::span<const std::size_t> stars,
                        const survey::Dataset& population, double resolution = mock::kRvsResolution);

/// How near a label's gradient map comes to the filter.
struct TruthScore {
  double correlation = 0.0;                        ///< Pearson's, over the pixels that the network sees
  std::size_t linesShared = 0, linesCompared = 0;  ///< of the filter's strongest peaks, those that are among the map's
};

/// Of label `label` of a map of derivatives on the same grid; peaks within `toleranceNm` are the same, at most `count`
/// are compared. Throws Error(Mismatch) for another grid or a label whose truth is not known.
TruthScore scoreAgainst(const TruthFilter& truth, const attribution::AttributionMap& map, std::size_t label,
                        double toleranceNm, std::size_t count = 20);

}  // namespace maury::validation
