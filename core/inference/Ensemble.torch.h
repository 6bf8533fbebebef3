// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
#pragma once

#include <cstddef>

#include "inference/Catalogue.h"
#include "inference/Predictor.h"
#include "network/model/Ensemble.torch.h"

namespace maury::inference {

/// An ensemble ready to be applied to any number of stars. Immutable; keeps a reference to the model.
class Ensemble {
public:
  /// Throws Error(Usage) for sampling with a network without dropout.
  explicit Ensemble(const network::Model& model, const DropoutSampling& sampling = {});

  /// Of stars prepared as the model takes them; counts them on `meter`. Throws Error(Cancelled), Error(Mismatch).
  EnsemblePrediction predict(const survey::Dataset& dataset, Job& job, ProgressMeter& meter, unsigned threads) const;

private:
  struct Outputs;
  Outputs run(const survey::Dataset& dataset, std::size_t first, std::size_t count, Job& job) const;

  const network::Model& m_model;
  network::BatchMaker m_batches;
  DropoutSampling m_sampling;
};

}  // namespace maury::inference
