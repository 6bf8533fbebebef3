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
  Gradient,            ///< d(label)/d(flux), as in Nepal+2023 (A&A 671 A61)
  SmoothGrad,          ///< mean gradient over noisy copies of each spectrum (Smilkov+2017, arXiv:1706.03825)
  GradientTimesInput,  ///< d(label)/d(flux) × (flux − baseline)
  /// The same with the mean gradient along the straight line from the baseline (Sundararajan+2017, eq. 1).
  IntegratedGradients,
  /// Label minus the label with a window around the pixel set to the baseline (Zeiler & Fergus 2014), averaged over the
  /// windows that contain the pixel.
  Occlusion
};

/// Returns true if a map is in label units per unit of flux or input, false if it is in label units.
bool isDerivative(AttributionMethod method) noexcept;
/// Returns true if the method needs a baseline.
bool takesBaseline(AttributionMethod method) noexcept;

/// Returns "gradient", "smoothgrad", "gradient-x-input", "integrated-gradients" or "occlusion".
std::string methodName(AttributionMethod method);
std::vector<std::string> methodNames();

struct AttributionOptions {
  AttributionMethod method = AttributionMethod::Gradient;
  /// One star, prepared for the model, that represents the absence of signal; nullptr: the values that replace missing
  /// data (the continuum and the inputs' fill values).
  std::shared_ptr<const survey::Dataset> baseline;
  int steps = 32;          ///< for integrated gradients, number of midpoints along the path; 1 … 4096
  int samples = 16;        ///< for SmoothGrad, number per star; 1 … 1000
  double noise = 0.02;     ///< for SmoothGrad, standard deviation in units of flux; > 0
  double windowNm = 0.3;   ///< for occlusion, width of a window; windows start at intervals of half of it
  std::uint64_t seed = 1;  ///< for SmoothGrad
  unsigned threads = 0;    ///< 0: all cores
};

}  // namespace maury::attribution
