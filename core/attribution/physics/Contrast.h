// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "attribution/maps/AttributionMap.h"
#include "base/Job.h"
#include "network/model/Model.h"
#include "spectra/LineList.h"
#include "survey/dataset/Dataset.h"

namespace maury::attribution {

/// Options for comparing two selections and dividing their difference.
struct ContrastOptions {
  std::size_t maxStars = 20000;  ///< maximum number of stars of each selection, evenly spread over the file
  double halfWidthPixels = 2.0;  ///< maximum distance of a pixel from the line to which it belongs
};

/// Difference between two selections A and B for the network. Integrated gradients along the straight line from the
/// mean star of B to the mean star of A divide the difference of each label among pixels and inputs.
struct Contrast {
  /// Map of a single star, mean A, with mean B as the baseline, in label units. Its sum over pixels and inputs is
  /// meanLabel − baselineLabel.
  AttributionMap map;
  std::vector<float> fluxA, fluxB;  ///< P: mean spectra
  /// L: means of the stars' own predictions; they differ slightly from the prediction for the mean star.
  std::vector<double> meanA, meanB;
  std::size_t starsA = 0, starsB = 0;
  int steps = 0;  ///< number of steps along the line, increased until the parts add up
};

/// Starts with 32 steps and multiplies them by four, up to 2048, until the parts of every label add up to its
/// difference within 0.5 % of it (or of 0.1 % of the label's range, if larger). Blocks; progress unit "spectra"
/// (predictions of both selections). Throws Error(Mismatch) for an empty selection or a model that does not fit, and
/// Error(Cancelled).
Contrast contrast(const network::Model& model, const survey::Dataset& dataset, std::span<const std::size_t> a,
                  std::span<const std::size_t> b, Job& job, unsigned threads = 0);

/// Selection of stars that need not be in memory at the same time.
struct StarBlocks {
  using Use = std::function<void(const survey::Dataset& block, std::span<const std::size_t> rows)>;
  std::size_t stars = 0;
  std::function<void(const Use& use)> visit;  ///< calls `use` with all stars, in order
};

/// Returns rows of a survey file as blocks of about 16 MB, which are read when they are visited.
StarBlocks blocksOfFile(const std::filesystem::path& survey, std::vector<std::size_t> rows);

/// Does the same as contrast() for selections that are visited block by block. Memory: one block. With blocks of whole
/// batches of the network, such as those of blocksOfFile(), the numbers are those of a single block. Also throws the
/// errors of visiting.
Contrast contrast(const network::Model& model, const StarBlocks& a, const StarBlocks& b, Job& job,
                  unsigned threads = 0);

/// Distance at which the Ca II triplet of a giant has recovered to 0.95 of the continuum.
inline constexpr double kWingNm = 1.0;
inline constexpr double kStrongDepth = 0.5;  ///< minimum SpectralLine::depth of a line with wings

/// Part of a label's difference.
struct ContrastPart {
  enum class Kind { Species, OtherPixels, Input } kind = Kind::Species;
  std::string name;    ///< species ("Ca II") or name of the input
  double value = 0.0;  ///< label units
  double error = 0.0;  ///< standard deviation over members
};

/// Divides the difference of one label among species (pixels within ± halfWidthNm of the nearest of `lines`), the wings
/// of strong lines ("Ca II wings": other pixels within ± kWingNm of a line deeper than kStrongDepth), the remaining
/// pixels, and the inputs. Species come first, and within each kind the largest |value|. The parts add up to the
/// difference within its completeness error. Throws Error(Usage) if the map has no such label.
std::vector<ContrastPart> contrastParts(const Contrast& contrast, const network::Model& model, std::size_t label,
                                        const spectra::LineList& lines, double halfWidthNm);

}  // namespace maury::attribution
