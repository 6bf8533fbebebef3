// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Mean and standard deviation over stars in each of P pixels. Missing values (NaN) are skipped; the result is NaN in
/// pixels where no star has data.
struct MeanSpectrum {
  std::vector<float> mean;
  std::vector<float> spread;
};

/// Averages the spectra of the rows `stars` on all cores. For a single star, the spread is zero.
MeanSpectrum meanSpectrum(const Dataset& dataset, std::span<const std::size_t> stars);

}  // namespace maury::survey
