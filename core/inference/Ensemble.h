// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "inference/Catalogue.h"
#include "inference/Predictor.h"

namespace maury::inference {

/// An ensemble ready to be applied to any number of stars. Immutable; keeps a reference to the model.
class Ensemble {
public:
  /// Throws Error(Usage) for sampling with a network without dropout.
  explicit Ensemble(const network::Model& model, const DropoutSampling& sampling = {});

  /// Of stars prepared as the model takes them; counts them on `meter`. Throws Error(Cancelled), Error(Mismatch).
  EnsemblePrediction predict(const survey::Dataset& dataset, Job& job, ProgressMeter& meter, unsigned threads) const;

private:
  const network::Model& m_model;
  DropoutSampling m_sampling;
};

}  // namespace maury::inference
