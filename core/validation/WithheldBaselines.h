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

/// Options of the baselines' training.
struct BaselineOptions {
  int members = 2;
  int maxEpochs = 30;
  std::uint64_t seed = 1;
  unsigned threads = 0;
};

/// Quality of the predictions of a label for the test stars.
struct BaselineScore {
  attribution::Skill skill;
  double robustSigma = 0.0;  ///< 1.4826 × MAD of prediction − reference, in the label's unit
};

/// Scores of one label for the model, and for two newly trained ensembles: one that has only the spectrum and one that
/// has only the other inputs.
struct WithheldBaseline {
  network::ModelLabel label;
  BaselineScore full, spectrumAlone, inputsAlone;
};

/// Trains two ensembles with the model's labels, masks, split and layers on the training part of `rows` (ascending):
/// one without the auxiliary branches, and one without the layers of the spectrum, which is replaced by two pixels that
/// are the same for every star. Scores both ensembles and the model on the test part. This measures how much
/// information the inputs contain; shuffling inputs among the stars does not, because it asks a network for
/// combinations that it has never seen. Returns one element per label of the model. Blocks; progress unit "epochs".
/// Throws Error(Mismatch) if the model takes only the spectrum or does not match the survey, and the errors of
/// training::train(); Error(Cancelled).
std::vector<WithheldBaseline> withheldBaselines(const network::Model& model, const survey::Dataset& survey,
                                                std::span<const std::size_t> rows, const BaselineOptions& options,
                                                Job& job);

/// Returns two more tests per label for an audit: R² of InputsAlone, with a warning unless it is at least two errors
/// below that of the network, and R² of SpectrumAlone.
std::vector<attribution::AuditResult> baselineResults(std::span<const WithheldBaseline> baselines);

}  // namespace maury::validation
