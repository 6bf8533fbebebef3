// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::inference {

/// Residual of one label of a star with known truth.
struct Residual {
  double value = 0.0;       ///< predicted − true, in the label's unit
  double modelSigma = 0.0;  ///< the model's own uncertainty s: √ modelVariance()
  double snr = 0.0;         ///< NaN if unknown
};

/// Fits the floor, factor and noise of the σ of LabelUncertainty to the residuals. The likelihood is Student's t with 4
/// degrees of freedom, so that a few wrong labels do not determine the floor. All three are then scaled so that
/// 68.27 % of the residuals lie within σ, by the quantile of n + 1 values (split conformal prediction: Lei+2018, JASA
/// 113, 1094). Returns NaN for fewer than 20 residuals; the noise is 0 if a tenth or more of the stars have no S/N.
/// From more than 4000 residuals, an even subset determines the fit, and all determine the scale.
network::LabelUncertainty fitUncertainty(std::span<const Residual> residuals);

/// Returns the model with uncertainties fitted on `stars`, which must not have been used to fit the weights: its
/// validation stars. For a network with dropout, also fits those of predictions with dropout left on (10 passes).
/// Blocks; progress unit "spectra". Throws Error(Mismatch) if the model does not fit the stars, and Error(Cancelled).
network::Model calibrateModel(const network::Model& model, const survey::Dataset& stars, Job& job,
                              unsigned threads = 0);

}  // namespace maury::inference
