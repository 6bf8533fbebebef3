// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "training/Trainer.h"

namespace maury::training {

/// The epochs of a training as CSV, as ModelInfo::history keeps them: member, epoch, losses, learning rate, rate, best,
/// and the scatter of each label.
std::string historyCsv(const std::vector<EpochReport>& history, const std::vector<network::ModelLabel>& labels);
/// Back from historyCsv(); empty for an empty text. Throws Error(Format) naming the line that is not what it should be.
std::vector<EpochReport> historyFromCsv(const std::string& csv);

}  // namespace maury::training
