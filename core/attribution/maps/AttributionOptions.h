// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::attribution {

enum class AttributionMethod {
  Gradient,             ///< d(label)/d(flux), as Nepal+2023 (A&A 671 A61)
  SmoothGrad,           ///< its mean over noisy copies of each spectrum (Smilkov+2017, arXiv:1706.03825)
  GradientTimesInput,   ///< d(label)/d(flux) × (flux − baseline)
  IntegratedGradients,  ///< the same with the gradient's mean along the line from the baseline (Sundararajan+2017, eq.
                        ///< 1)
  Occlusion  ///< label − label with a window about the pixel set to the baseline (Zeiler & Fergus 2014), mean of the
             ///< windows that hold the pixel
};

/// True where a map is label units per unit of flux or input, false where it is label units.
bool isDerivative(AttributionMethod method) noexcept;
/// True where it depends on a baseline.
bool takesBaseline(AttributionMethod method) noexcept;

/// "gradient", "smoothgrad", "gradient-x-input", "integrated-gradients", "occlusion".
std::string methodName(AttributionMethod method);
std::vector<std::string> methodNames();

struct AttributionOptions {
  AttributionMethod method = AttributionMethod::Gradient;
  /// One star, prepared as the model takes it, that stands for "nothing there"; nullptr: what the network is given
  /// where data are missing (continuum, and the inputs' fill values).
  std::shared_ptr<const survey::Dataset> baseline;
  int steps = 32;          ///< of integrated gradients, midpoints along the path; 1 … 4096
  int samples = 16;        ///< of SmoothGrad, a star; 1 … 1000
  double noise = 0.02;     ///< of SmoothGrad: standard deviation in units of flux; > 0
  double windowNm = 0.3;   ///< of occlusion: width; windows start every half of it
  std::uint64_t seed = 1;  ///< of SmoothGrad
  unsigned threads = 0;    ///< 0: all cores
};

/// One star with the mean spectrum and mean inputs of rows of `dataset`, prepared as the model takes them: a baseline,
/// or an end of a contrast. What no star has is missing. Throws Error(Mismatch) if there are no rows or the model does
/// not fit, Error(Cancelled).
survey::Dataset meanStar(const network::Model& model, const survey::Dataset& dataset, std::span<const std::size_t> rows,
                         Job& job, unsigned threads = 0);

}  // namespace maury::attribution
