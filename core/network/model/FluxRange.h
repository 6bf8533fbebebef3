// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace maury::network {

/// Flux that a model takes for real, fitted to its training spectra (training/FitScaling.h), so that neither a single
/// hot pixel nor a star in another unit reaches the network. The default accepts every finite flux.
struct FluxRange {
  float low = -std::numeric_limits<float>::max();  ///< flux below is missing, after the spectrum was brought to `level`
  float high = std::numeric_limits<float>::max();
  float level = 0.0F;  ///< median over the training stars of their median flux; 0: spectra are used as they are
  /// True if every spectrum is brought to `level`, because the levels of the survey differ; false if only a spectrum is
  /// whose flux lies outside the range in most pixels.
  bool levelsEach = false;

  bool contains(float flux) const { return flux >= low && flux <= high; }  // false for NaN
  bool operator==(const FluxRange&) const = default;
};

/// Returns the median of the finite values of `spectrum` in `pixels`; NaN if there are none. `scratch` is overwritten.
float medianFlux(std::span<const float> spectrum, std::span<const std::size_t> pixels, std::vector<float>& scratch);

/// Returns the factor that brings a spectrum to the level of the range, 1 for one that is used as it is. A spectrum
/// with a median of zero or less keeps its level. `scratch` is overwritten. Thread-safe for different `scratch`.
float levelFactor(const FluxRange& range, std::span<const float> spectrum, std::span<const std::size_t> pixels,
                  std::vector<float>& scratch);

}  // namespace maury::network
