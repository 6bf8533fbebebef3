// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::survey {

/// Mean and standard deviation over stars of each of P pixels; pixels without data are left out, NaN where no star has
/// any.
struct MeanSpectrum {
  std::vector<float> mean;
  std::vector<float> spread;
};

/// Of the rows `stars`; all cores. A single star gives its own spectrum and a spread of zero.
MeanSpectrum meanSpectrum(const Dataset& dataset, std::span<const std::size_t> stars);

}  // namespace maury::survey
