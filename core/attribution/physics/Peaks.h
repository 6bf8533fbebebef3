// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "io/tables/Table.h"
#include "spectra/LineList.h"

namespace maury::attribution {

/// Peak of one label's map.
struct AttributionPeak {
  double wavelengthNm = 0.0;
  double height = 0.0;       ///< attribution at the peak, signed
  double heightError = 0.0;  ///< standard deviation over members at the peak
  /// Share of the label's Σ|attribution|, from the minimum before the peak to the pixel before the next minimum; every
  /// pixel belongs to one peak, and the shares of all peaks add up to 1.
  double share = 0.0;
  /// Nearest line within the tolerance, owned by the given list; nullptr if none.
  const spectra::SpectralLine* line = nullptr;
};

/// Returns the `count` highest peaks of |attribution| of one label (index into map.labels), highest first, each with
/// the nearest of `lines` within `toleranceNm`. A peak ends at masked pixels; an end of the spectrum can be a peak.
/// Throws Error(Usage) if the map has no such label.
std::vector<AttributionPeak> strongestPeaks(const AttributionMap& map, std::size_t label,
                                            const spectra::LineList& lines, double toleranceNm, std::size_t count);

/// Returns a table of the peaks of every label for other programs, one row per peak.
io::Table peakTable(const AttributionMap& map, const spectra::LineList& lines, double toleranceNm, std::size_t count);

}  // namespace maury::attribution
