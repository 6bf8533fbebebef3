// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "inference/Catalogue.h"
#include "inference/Predictor.h"

namespace maury::inference {

/// An ensemble, which can predict any number of stars. Immutable; keeps a reference to the model.
class Ensemble {
public:
  /// Throws Error(Usage) if sampling is requested for a network without dropout.
  explicit Ensemble(const network::Model& model, const DropoutSampling& sampling = {});

  /// Predicts the labels of stars that have been prepared for the model, and counts them on `meter`. Throws
  /// Error(Cancelled), Error(Mismatch).
  EnsemblePrediction predict(const survey::Dataset& dataset, Job& job, ProgressMeter& meter, unsigned threads) const;

private:
  const network::Model& m_model;
  DropoutSampling m_sampling;
};

}  // namespace maury::inference
