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

/// A line made deeper or shallower: its depth below the continuum of 1 times `factor` within ± halfWidthNm, falling off
/// to nothing done over another half width (half a cosine). 0 erases it.
struct LineEdit {
  double vacuumNm = 0.0;
  double halfWidthNm = 0.1;
  double factor = 1.0;
};

/// What is done to a star to see how its labels move, in this order. As it stands: nothing.
struct Perturbation {
  std::vector<LineEdit> lines;
  std::vector<spectra::WavelengthRange> masked;  ///< no data there: the network takes its stand-in, the continuum
  double velocityKmS = 0.0;  ///< a line at λ goes to λ (1 + v/c); interpolated linearly, the end pixels are held
  /// Gaussian noise is added until a pixel of the continuum has this S/N, counting the star's own flux errors, or else
  /// its column snr; 0: none. A star that is noisier stays as it is.
  double snr = 0.0;
  std::uint64_t seed = 1;                              ///< of the noise, which depends on the star's id too
  std::vector<std::pair<std::string, double>> inputs;  ///< added to each element of these inputs
};

/// The rows of `dataset` with this done to them. Throws Error(Mismatch) for an input that the stars lack, Error(Usage)
/// for numbers out of range; thread-safe.
survey::Dataset perturbed(const survey::Dataset& dataset, std::span<const std::size_t> rows,
                          const Perturbation& perturbation);

}  // namespace maury::attribution
