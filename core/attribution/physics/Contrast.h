// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "base/Job.h"
#include "network/model/Model.h"
#include "spectra/LineList.h"
#include "survey/dataset/Dataset.h"

namespace maury::attribution {

/// How two selections are compared and their difference is divided.
struct ContrastOptions {
  std::size_t mostStars = 20000;  ///< of each selection, evenly spread over the file: a mean does not need more
  double halfWidthPixels = 2.0;   ///< largest distance of a pixel from the line that it belongs to
};

/// What separates two selections A and B in the network's eyes: integrated gradients along the line from the mean star
/// of B to the mean star of A split the difference of each label among pixels and inputs.
struct Contrast {
  /// Of the one star mean A with the baseline mean B: in label units, its sum over pixels and inputs is meanLabel −
  /// baselineLabel.
  AttributionMap map;
  std::vector<float> fluxA, fluxB;   ///< P: mean spectra
  std::vector<double> meanA, meanB;  ///< L: means of the stars' own predictions, for the mean star's is not quite that
  std::size_t starsA = 0, starsB = 0;
  int steps = 0;  ///< along the line, four times as many until the parts add up
};

/// Takes 32 steps, then four times as many each time, until the parts of every label add up to within 0.5 % of its
/// difference, or of 0.1 % of its range where that is more, at most 2048 of them. Blocks; progress unit "spectra"
/// (predicting both selections). Throws Error(Mismatch) for an empty selection or a model that does not fit,
/// Error(Cancelled).
Contrast contrast(const network::Model& model, const survey::Dataset& dataset, std::span<const std::size_t> a,
                  std::span<const std::size_t> b, Job& job, unsigned threads = 0);

inline constexpr double kWingNm = 1.0;  ///< where the Ca II triplet of a giant has come back to 0.95 of the continuum
inline constexpr double kStrongDepth = 0.5;  ///< SpectralLine::depth

/// A share of a label's difference.
struct ContrastPart {
  enum class Kind { Species, OtherPixels, Input } kind = Kind::Species;
  std::string name;    ///< "Ca II"; the input's name
  double value = 0.0;  ///< label units
  double error = 0.0;  ///< standard deviation over the members
};

/// The difference of one label split among species (pixels within ± halfWidthNm of the nearest of `lines`), the wings
/// of strong lines ("Ca II wings": other pixels within ± kWingNm of a line deeper than kStrongDepth), the other pixels,
/// and the inputs; species first, the largest |value| first. They sum to the whole within its completeness. Throws
/// Error(Usage) if the map has no such label.
std::vector<ContrastPart> contrastParts(const Contrast& contrast, const network::Model& model, std::size_t label,
                                        const spectra::LineList& lines, double halfWidthNm);

}  // namespace maury::attribution
