// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/Option.h"
#include "training/Trainer.h"

namespace maury::training {

/// Returns the option table of TrainingOptions.
const OptionTable<TrainingOptions>& trainingOptionTable();

/// Returns the default options of a preset: presetOptions(), except that training does not use the test part. Throws
/// Error(Usage) for an unknown preset.
TrainingOptions defaultOptions(const std::string& preset);

/// Returns true if presets differ in this option, so that its default depends on the preset.
bool isPresetOption(const Option<TrainingOptions>& option);

/// Returns the options that affect the weights as a string that is identical in every version of the program. It does
/// not include the network and the data.
std::string fingerprintText(const TrainingOptions& options);

/// Files that a training reads and writes.
struct TrainingFiles {
  std::string survey;
  std::string filter;  ///< filter that selects the stars to train on
  std::string model = "model.safetensors";
  /// True if the survey has a split column, which the command uses unless an option of the split is given.
  bool hasSplitColumn = false;
};

/// Returns the `maury-cli train` command that repeats a training, with the options that differ from the network's
/// defaults. Throws Error(Usage) for a network that is not a preset, which the command could not name.
std::string trainCommand(const TrainingFiles& files, const TrainingOptions& options);

}  // namespace maury::training
