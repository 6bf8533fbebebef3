// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "training/Trainer.h"

namespace maury::training {

/// Formats the epochs of a training as CSV for ModelInfo::history: member, epoch, losses, learning rate, rate, best,
/// and the scatter of each label.
std::string historyCsv(const std::vector<EpochReport>& history, const std::vector<network::ModelLabel>& labels);
/// Parses the output of historyCsv(); returns an empty vector for an empty string. Throws Error(Format) naming the
/// invalid line.
std::vector<EpochReport> historyFromCsv(const std::string& csv);

}  // namespace maury::training
