// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "survey/dataset/Dataset.h"

namespace maury::attribution {

/// Change of the depth of a line: the depth below a continuum of 1 is multiplied by `factor` within ± halfWidthNm, and
/// the change tapers off as half a cosine over another half width. A factor of 0 erases the line.
struct LineEdit {
  double vacuumNm = 0.0;
  double halfWidthNm = 0.1;
  double factor = 1.0;
};

/// Changes to apply to a star, in the order of the members, to see how its labels respond. The default changes nothing.
struct Perturbation {
  std::vector<LineEdit> lines;
  /// Pixels without data: the network receives its fill value, the continuum.
  std::vector<spectra::WavelengthRange> masked;
  /// Shifts a line from λ to λ (1 + v/c), with linear interpolation; the ends repeat the end pixels.
  double velocityKmS = 0.0;
  /// S/N per continuum pixel to which Gaussian noise is added; 0: none. The star's own noise is taken into account,
  /// from its flux errors or else its column snr, and a star that is already noisier is left unchanged.
  double snr = 0.0;
  std::uint64_t seed = 1;                              ///< seed of the noise, which also depends on the star's id
  std::vector<std::pair<std::string, double>> inputs;  ///< amounts to add to each element of these inputs
};

/// Returns the rows of `dataset` with the perturbation applied. Throws Error(Mismatch) for an input that the stars
/// lack, and Error(Usage) for numbers out of range. Thread-safe.
survey::Dataset applyPerturbation(const survey::Dataset& dataset, std::span<const std::size_t> rows,
                                  const Perturbation& perturbation);

}  // namespace maury::attribution
