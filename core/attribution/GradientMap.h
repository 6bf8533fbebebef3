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

/// d(label)/d(flux) of an ensemble averaged over stars, as in Nepal+2023 (A&A 671 A61), with the sign kept: a label that
/// grows when its lines deepen has NEGATIVE peaks there. L labels × P pixels, in label units per unit of flux.
struct GradientMap {
  std::vector<network::ModelLabel> labels;  ///< L
  spectra::WavelengthGrid grid;             ///< P
  std::vector<float> mean;    ///< L × P: over members and stars; NaN in masked pixels
  std::vector<float> spread;  ///< L × P: standard deviation over members of the mean over stars; 0 with one member
  std::vector<float> meanFlux, fluxSpread;  ///< P: mean and standard deviation of the stars' spectra
  /// L × (all elements of all inputs, in the model's order): d(label)/d(input), mean, per unit of the input.
  std::vector<float> inputMean;
  /// L × (inputs): Σ over the input's elements of |d(label)/d(element)| × the element's training scatter, label units.
  std::vector<double> inputStrength;
  std::vector<double> spectrumStrength;  ///< L: the same sum over pixels with the scatter of each pixel over the stars
  std::size_t stars = 0;
  int members = 0;
};

/// Computes the map over the rows `stars` of `dataset`, on all cores. Throws Error(Mismatch) where the model does not fit
/// or `stars` is empty, Error(Cancelled). Progress unit "spectra".
GradientMap gradientMap(const network::Model& model, const survey::Dataset& dataset, std::span<const std::size_t> stars,
                        Job& job, unsigned threads = 0);

/// A peak of one label's map.
struct AttributionPeak {
  double wavelengthNm = 0.0;
  double height = 0.0;       ///< d(label)/d(flux) at the peak, signed
  double heightError = 0.0;  ///< ensemble spread there
  double share = 0.0;        ///< of the label's Σ|attribution|, over the peak between its neighbouring minima of |·|
  const spectra::SpectralLine* line = nullptr;  ///< nearest line within the tolerance, owned by the list given
};

/// The `count` highest peaks of |attribution| of one label (index into map.labels), highest first, each with the nearest
/// line of `lines` within `toleranceNm`.
std::vector<AttributionPeak> strongestPeaks(const GradientMap& map, std::size_t label, const spectra::LineList& lines,
                                            double toleranceNm, std::size_t count);

/// Share of Σ|attribution| of one label within ± halfWidthNm of the lines of the given elements, and the share of pixels
/// there, which is what chance would give.
struct WindowShare {
  double share = 0.0;
  double chance = 0.0;
};
WindowShare shareInWindows(const GradientMap& map, std::size_t label, const spectra::LineList& lines,
                           std::span<const std::string> elements, double halfWidthNm);

}  // namespace maury::attribution
