// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::inference {

/// A star of which the truth is known, as one label of it is predicted.
struct Residual {
  double value = 0.0;  ///< predicted less true, label unit
  double own = 0.0;    ///< the model's own s: √ modelVariance()
  double snr = 0.0;    ///< NaN where it is not known
};

/// The floor, factor and noise with which the residuals fit LabelUncertainty's σ best, as Student's t with 4 degrees of
/// freedom, so that a few wrong labels do not set the floor; then all are scaled so that 68.27 % of the residuals lie
/// within σ, of n + 1 (split conformal prediction: Lei+2018, JASA 113, 1094). NaN with fewer than 20; noise 0 where a
/// tenth or more of the stars has no S/N. Of more than 4000 residuals every so manieth shapes the fit, and all scale
/// it.
network::LabelUncertainty fitUncertainty(std::span<const Residual> residuals);

/// The model with uncertainties fitted on `stars`, which training has not fitted weights to: its validation stars; for
/// a network with dropout also those for prediction with dropout left on (10 passes). Blocks; progress unit "spectra".
/// Throws Error(Mismatch) where the model does not fit, Error(Cancelled).
network::Model calibrated(const network::Model& model, const survey::Dataset& stars, Job& job, unsigned threads = 0);

}  // namespace maury::inference
