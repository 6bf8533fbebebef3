// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/Ensemble.h"

#include "base/Error.h"
#include "inference/InferenceModule.h"

namespace maury::inference {

Ensemble::Ensemble(const network::Model& model, const DropoutSampling& sampling)
    : m_model(model), m_sampling(sampling) {
  if (sampling.passes > 0 && !model.info().network.hasDropout())
    throw Error(ErrorKind::Usage, "This network has no dropout. Set the number of dropout passes to 0.");
}

EnsemblePrediction Ensemble::predict(const survey::Dataset& dataset, Job& job, ProgressMeter& meter,
                                     unsigned threads) const {
  return inferenceModule().get().predict(m_model, m_sampling, dataset, job, meter, threads);
}

}  // namespace maury::inference
