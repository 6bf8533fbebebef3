// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attribution/audit/Audit.h"
#include "attribution/physics/Skill.h"
#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"

namespace maury::validation {

struct BaselineOptions {
  int members = 2;
  int maxEpochs = 30;
  std::uint64_t seed = 1;
  unsigned threads = 0;
};

/// How well a label is predicted on the test stars.
struct BaselineScore {
  attribution::Skill skill;
  double robustSigma = 0.0;  ///< 1.4826 MAD of prediction − reference, label unit
};

/// One label by the network, and by ensembles trained anew that were given the one or the other alone.
struct WithheldBaseline {
  network::ModelLabel label;
  BaselineScore full, spectrumAlone, inputsAlone;
};

/// Trains two ensembles of the model's labels, masks and split on the training part of `rows` (ascending), the layers
/// as the model's: one without the auxiliary branches, one without the layers of the spectrum, in whose place stands
/// two pixels that are the same for every star. Both and the model are then asked for the test part. Unlike dealing
/// inputs out among the stars, which asks a network for stars it has never seen, this tells what the inputs know. One
/// score a label of the model. Blocks; progress unit "epochs". Throws Error(Mismatch) for a model that takes the
/// spectrum alone, or that does not fit, and as training::train(); Error(Cancelled).
std::vector<WithheldBaseline> withheldBaselines(const network::Model& model, const survey::Dataset& survey,
                                                std::span<const std::size_t> rows, const BaselineOptions& options,
                                                Job& job);

/// Returns two more tests for an audit: R² of InputsAlone, a warning where it is not two errors below that of the
/// network, and R² of SpectrumAlone.
std::vector<attribution::AuditResult> baselineResults(std::span<const WithheldBaseline> baselines);

}  // namespace maury::validation
