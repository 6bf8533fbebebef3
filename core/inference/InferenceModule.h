// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core.
#pragma once

#include "inference/Catalogue.h"
#include "inference/Predictor.h"
#include "network/Module.h"

namespace maury::inference {

/// Inference functions that need LibTorch.
class InferenceModule {
public:
  virtual ~InferenceModule() = default;
  /// Implements Ensemble::predict().
  virtual EnsemblePrediction predict(const network::Model& model, const DropoutSampling& sampling,
                                     const survey::Dataset& dataset, Job& job, ProgressMeter& meter,
                                     unsigned threads) const = 0;
};

network::ModulePart<InferenceModule>& inferenceModule();

}  // namespace maury::inference
