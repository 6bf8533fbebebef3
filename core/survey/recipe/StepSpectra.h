// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "survey/dataset/Dataset.h"
#include "survey/recipe/Step.h"

namespace maury::survey {

/// A spectrum on its way through the steps; buffers to be used again for the next star.
struct SpectrumInWork {
  std::vector<float> flux, fluxError;        ///< P of the grid it is on; error empty if there is none
  std::vector<float> otherFlux, otherError;  ///< where a step puts its result
};

/// The steps of a recipe that work on spectra, bound to the grid and the columns of some stars. Immutable once made, so
/// thread-safe; refers to nothing of the dataset.
class SpectrumSteps {
public:
  /// Throws Error(Mismatch) naming step and reason.
  SpectrumSteps(const std::vector<Step>& steps, const Dataset& dataset);

  bool empty() const noexcept { return m_steps.empty(); }
  const spectra::WavelengthGrid& gridAfter() const noexcept;

  /// Applies all to the spectrum of row `star`. Returns 0, or one more than the index of the step that found nothing to
  /// work with, after which every pixel is NaN.
  std::size_t apply(SpectrumInWork& spectrum, std::size_t star) const;
  /// Why step `index` can fail, as a clause after "N spectra": "have nowhere a positive continuum (step …)".
  std::string failure(std::size_t index) const;

private:
  struct Bound {
    Step step;
    spectra::WavelengthGrid before, after;
    std::vector<double> velocities;  ///< km/s, a star each, for RestFrameStep
  };
  static void bindGrid(Bound& bound, const Dataset& dataset);
  static bool applyOne(const Bound& bound, SpectrumInWork& spectrum, std::size_t star);

  spectra::WavelengthGrid m_first;
  std::vector<Bound> m_steps;
};

}  // namespace maury::survey
