// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "training/Trainer.h"

namespace maury::ui {

class Session;

/// Returns the `maury-cli train` command that repeats a training on the filtered stars of the open survey, to be
/// recorded in the model file. Empty if no command can repeat it: the stars are in no file, or the network was edited.
std::string trainingCommand(const Session& session, const training::TrainingOptions& options);

}  // namespace maury::ui
