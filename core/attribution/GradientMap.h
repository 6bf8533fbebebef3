// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "network/Model.h"
#include "spectra/LineList.h"
#include "survey/Dataset.h"

namespace maury::attribution {

/// d(label)/d(flux) of an ensemble averaged over stars, as in Nepal+2023 (A&A 671 A61), with the sign kept: a label
/// that grows when its lines deepen has NEGATIVE peaks there. L labels × P pixels, in label units per unit of flux as
/// the model takes it. Where a star has no flux (or no input) the derivative is taken at the value the network is
/// given instead, and counts like any other.
struct GradientMap {
  std::vector<network::ModelLabel> labels;  ///< L
  spectra::WavelengthGrid grid;             ///< P
  std::vector<float> mean;                  ///< L × P: over members and stars; NaN in masked pixels
  std::vector<float> spread;  ///< L × P: standard deviation (÷ members) of the members' means over stars; NaN as mean
  std::vector<float> meanFlux, fluxSpread;  ///< P: mean and standard deviation of the stars' spectra; NaN without data
  /// L × (all elements of all inputs, in the model's order): d(label)/d(input), mean, per unit of the input.
  std::vector<float> inputMean;
  /// L × (inputs): Σ over the input's elements of |mean derivative| × the element's standard deviation over the stars:
  /// how far the label would move, in its units, if every element moved by its scatter in the direction that counts.
  std::vector<double> inputStrength;
  std::vector<double> spectrumStrength;  ///< L: the same sum over the pixels that the network sees
  std::size_t stars = 0;
  int members = 0;
};

/// Computes the map over the rows `stars` of `dataset`, with the steps of the model's preprocessing that it lacks
/// (Model::missingSteps) applied to them first, on all cores (`threads` 0); the same bits whatever their
/// number. A row may be named twice and then counts twice. Blocks; progress unit "spectra". Throws Error(Mismatch)
/// where the model does not fit, `stars` is empty or has a row beyond the survey, Error(Cancelled) within a batch;
/// thread-safe.
GradientMap gradientMap(const network::Model& model, const survey::Dataset& dataset, std::span<const std::size_t> stars,
                        Job& job, unsigned threads = 0);

/// A peak of one label's map.
struct AttributionPeak {
  double wavelengthNm = 0.0;
  double height = 0.0;       ///< d(label)/d(flux) at the peak, signed
  double heightError = 0.0;  ///< ensemble spread there
  /// Of the label's Σ|attribution|: from the minimum of |·| before the peak to the pixel before the next minimum, so
  /// that every pixel belongs to one peak and the shares of all peaks add up to 1.
  double share = 0.0;
  const spectra::SpectralLine* line = nullptr;  ///< nearest line within the tolerance, owned by the list given
};

/// The `count` highest peaks of |attribution| of one label (index into map.labels), highest first, each with the
/// nearest line of `lines` within `toleranceNm`. Masked pixels end a peak; the ends of the spectrum may be one. Throws
/// Error(Usage) if the map has no such label.
std::vector<AttributionPeak> strongestPeaks(const GradientMap& map, std::size_t label, const spectra::LineList& lines,
                                            double toleranceNm, std::size_t count);

/// Share of Σ|attribution| of one label within ± halfWidthNm of the lines of the given elements, and the share of
/// pixels there, which is what chance would give. Masked pixels count in neither. Throws Error(Usage) if the map has no
/// such label.
struct WindowShare {
  double share = 0.0;
  double chance = 0.0;
};
WindowShare shareInWindows(const GradientMap& map, std::size_t label, const spectra::LineList& lines,
                           std::span<const std::string> elements, double halfWidthNm);

}  // namespace maury::attribution
