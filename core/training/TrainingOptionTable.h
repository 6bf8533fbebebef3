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

/// What a training reads and writes.
struct TrainingFiles {
  std::string survey;
  std::string filter;  ///< the stars of the survey that it trains on, in words
  std::string model = "model.safetensors";
  bool hasSplitColumn = false;  ///< the survey has a column of parts, which the command takes unless told otherwise
};

/// Returns the `maury-cli train` command that repeats a training, naming what differs from the network's usual options.
/// Throws Error(Usage) for a network that is no preset, since it is in no file that the command could name.
std::string trainCommand(const TrainingFiles& files, const TrainingOptions& options);

}  // namespace maury::training
