// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "io/tables/Table.h"
#include "spectra/LineList.h"

namespace maury::attribution {

/// A peak of one label's map.
struct AttributionPeak {
  double wavelengthNm = 0.0;
  double height = 0.0;       ///< attribution at the peak, signed
  double heightError = 0.0;  ///< ensemble spread there
  /// Of the label's Σ|attribution|: from the minimum of |·| before the peak to the pixel before the next minimum, so
  /// that every pixel belongs to one peak and the shares of all peaks add up to 1.
  double share = 0.0;
  const spectra::SpectralLine* line = nullptr;  ///< nearest line within the tolerance, owned by the list given
};

/// The `count` highest peaks of |attribution| of one label (index into map.labels), highest first, each with the
/// nearest line of `lines` within `toleranceNm`. Masked pixels end a peak; the ends of the spectrum may be one. Throws
/// Error(Usage) if the map has no such label.
std::vector<AttributionPeak> strongestPeaks(const AttributionMap& map, std::size_t label,
                                            const spectra::LineList& lines, double toleranceNm, std::size_t count);

/// The peaks of every label as a table for other programs, a row a peak.
io::Table peakTable(const AttributionMap& map, const spectra::LineList& lines, double toleranceNm, std::size_t count);

}  // namespace maury::attribution
