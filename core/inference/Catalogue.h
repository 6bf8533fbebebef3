// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "network/Model.h"
#include "survey/Dataset.h"

namespace maury::inference {

/// What an ensemble says of N stars: N × L, row-major, label units.
struct EnsemblePrediction {
  std::vector<float> mean;     ///< over members
  std::vector<float> scatter;  ///< standard deviation over members (÷ members)
};

/// Predictions of the stars of `dataset` as the catalogue that Predictor.h describes.
survey::Dataset makeCatalogue(const network::ModelInfo& model, const survey::Dataset& dataset,
                              const EnsemblePrediction& prediction);

}  // namespace maury::inference
