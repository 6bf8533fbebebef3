// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::inference {

/// What an ensemble says of N stars: N × L, row-major, label units.
struct EnsemblePrediction {
  std::vector<float> mean;      ///< over members
  std::vector<float> scatter;   ///< standard deviation over members (÷ members), and over passes with dropout
  std::vector<float> variance;  ///< mean of the variances that the networks predict; empty where they predict none
};

/// Scatter² plus predicted variance of element `index` of the prediction.
double modelVariance(const EnsemblePrediction& prediction, std::size_t index);
/// 1σ by LabelUncertainty's formula, of a star with this modelVariance() and S/N (not finite or above 0: not known).
double totalSigma(const network::LabelUncertainty& uncertainty, double variance, double snr);
/// S/N of N stars, NaN where it is not known.
std::vector<double> signalToNoise(const survey::Dataset& dataset);

/// Predictions of the stars of `dataset` as the catalogue that Predictor.h describes, with the uncertainties of
/// `uncertainty` (L, or empty for none).
survey::Dataset makeCatalogue(const network::ModelInfo& model, const survey::Dataset& dataset,
                              const EnsemblePrediction& prediction,
                              const std::vector<network::LabelUncertainty>& uncertainty);

}  // namespace maury::inference
