// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/Option.h"
#include "training/Trainer.h"

namespace maury::training {

/// Every member of TrainingOptions, described once.
const OptionTable<TrainingOptions>& trainingOptionTable();

/// The options of a preset as they are used unless the user says otherwise: presetOptions(), but the test set is not
/// looked at in training. Throws Error(Usage) for an unknown preset.
TrainingOptions usualOptions(const std::string& preset);

/// True if presets differ in this option, so that its default is the preset's.
bool isPresetOption(const Option<TrainingOptions>& option);

/// Returns the options that the weights depend on as a text that is the same for the same options in every version of
/// the program; the network and the data are not in it.
std::string fingerprintText(const TrainingOptions& options);

/// Returns the `maury-cli train` command that repeats a training on the stars of `survey` that pass `filter`, naming
/// what differs from the network's usual options. Throws Error(Usage) for a network that is no preset, since it is in
/// no file that the command could name.
std::string trainCommand(const std::string& survey, const std::string& filter, const TrainingOptions& options,
                         const std::string& modelFile);

}  // namespace maury::training
