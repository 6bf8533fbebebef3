// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::inference {

/// Predictions of an ensemble for N stars: N × L, row-major, in label units.
struct EnsemblePrediction {
  std::vector<float> mean;      ///< mean over members
  std::vector<float> scatter;   ///< standard deviation over members and dropout passes, with divisor N
  std::vector<float> variance;  ///< mean of the predicted variances; empty if the networks predict none
};

/// Returns scatter² plus predicted variance of element `index` of the prediction.
double modelVariance(const EnsemblePrediction& prediction, std::size_t index);
/// Returns the 1σ uncertainty by the formula of LabelUncertainty, for a star with this modelVariance() and S/N. An S/N
/// that is not finite and positive counts as unknown.
double totalSigma(const network::LabelUncertainty& uncertainty, double variance, double snr);
/// Returns the S/N of N stars, NaN if unknown.
std::vector<double> signalToNoise(const survey::Dataset& dataset);

/// Builds the catalogue that Predictor.h describes from the predictions of the stars of `dataset`, with the
/// uncertainties in `uncertainty` (L, or empty for none).
survey::Dataset makeCatalogue(const network::ModelInfo& model, const survey::Dataset& dataset,
                              const EnsemblePrediction& prediction,
                              const std::vector<network::LabelUncertainty>& uncertainty);

}  // namespace maury::inference
