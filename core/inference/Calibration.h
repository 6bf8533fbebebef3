// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "base/Job.h"
#include "network/Model.h"
#include "survey/Dataset.h"

namespace maury::inference {

/// The floor and factor with which |residuals| (n, label units) fit Gaussians of LabelUncertainty's σ best, given the
/// model's own s (n); then both are scaled so that 68.27 % of the residuals lie within σ, of n + 1 (split conformal
/// prediction: Lei+2018, JASA 113, 1094). NaN and NaN with fewer than 20.
network::LabelUncertainty fitUncertainty(std::span<const double> residuals, std::span<const double> own);

/// The model with uncertainties fitted on `stars`, which training has not fitted weights to: its validation stars.
/// Blocks; progress unit "spectra". Throws Error(Mismatch) where the model does not fit, Error(Cancelled).
network::Model calibrated(const network::Model& model, const survey::Dataset& stars, Job& job, unsigned threads = 0);

}  // namespace maury::inference
