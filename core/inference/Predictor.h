// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

#include "base/Job.h"
#include "network/Model.h"
#include "survey/Dataset.h"

namespace maury::inference {

/// Labels of the stars of `dataset` as a catalogue (a Dataset without spectra): labels are the ensemble's mean, their
/// errors its scatter (internal precision, not the uncertainty: it covers about a fifth of residuals, science of G20 and
/// N23); columns flag_boundary (one digit a label, then one an input: 0 inside the training limits, 1 outside), in_limits
/// (1 when all are 0), split (training, validation, test by the model's rule), NAME_reference and e_NAME_reference where
/// the survey has the label, and every column of the survey. All cores; blocks; progress unit "spectra". Throws
/// Error(Mismatch) where the model does not fit, Error(Cancelled).
survey::Dataset predict(const network::Model& model, const survey::Dataset& dataset, Job& job, unsigned threads = 0);

/// The same from survey file to catalogue file in bounded memory, atomically. `part` keeps only those stars.
void predictFile(const network::Model& model, const std::filesystem::path& survey, const std::filesystem::path& catalogue,
                 std::optional<survey::Part> part, Job& job, unsigned threads = 0);

}  // namespace maury::inference
