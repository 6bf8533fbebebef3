// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "survey/recipe/Step.h"

namespace maury::survey {

/// Buffers of a spectrum that is being processed, reused for the next star.
struct SpectrumBuffer {
  std::vector<float> flux, fluxError;  ///< one value per pixel of the current grid; errors empty if there are none
  std::vector<float> otherFlux, otherError;  ///< output buffers of resampling steps
};

/// Steps of a recipe that work on spectra, bound to the grid and the columns of a dataset. Immutable and therefore
/// thread-safe; does not refer to the dataset after construction.
class SpectrumSteps {
public:
  /// Throws Error(Mismatch) naming step and reason.
  SpectrumSteps(const std::vector<Step>& steps, const Dataset& dataset);

  bool empty() const noexcept { return m_steps.empty(); }
  const spectra::WavelengthGrid& gridAfter() const noexcept;

  /// Applies all steps to the spectrum of row `star`. Returns 0, or 1 + the index of the step that failed; the pixels
  /// are then all NaN.
  std::size_t apply(SpectrumBuffer& spectrum, std::size_t star) const;
  /// Returns the reason why step `index` failed, as a clause after "N spectra": "have no positive continuum (step …)".
  std::string failure(std::size_t index) const;

private:
  struct BoundStep {
    Step step;
    spectra::WavelengthGrid before, after;
    std::vector<double> velocities;  ///< km/s, one per star, for RestFrameStep
  };
  static void bindGrid(BoundStep& bound, const Dataset& dataset);
  static bool applyOne(const BoundStep& bound, SpectrumBuffer& spectrum, std::size_t star);

  spectra::WavelengthGrid m_gridBefore;
  std::vector<BoundStep> m_steps;
};

}  // namespace maury::survey
